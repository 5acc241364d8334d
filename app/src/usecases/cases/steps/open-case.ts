import { stateOf } from "../../../core/casework/case-state.ts";
import { objectionTo } from "../../../core/casework/may.ts";
import type { Act } from "../../../core/casework/act.ts";
import type { Pack } from "../../../core/pack.ts";
import type { Request } from "../../../core/request.ts";
import { insist as requireAllowed } from "../../people/denied.ts";
import { NOTHING, toCaseWrite } from "./case-write.ts";
import { codesOf } from "./codes.ts";
import { requireHere } from "../colleague.ts";
import { decideCase } from "../deciding/decide-case.ts";
import { decideState } from "../deciding/decision.ts";
import { untilWritten } from "./insist.ts";
import { compartmentObjection, requireItemNeed } from "../need.ts";
import { toCaseOutcome, type CaseOutcome } from "../deciding/outcome.ts";
import { packsInForce } from "../deciding/packs.ts";
import { mentionsOf, type PersonDescription } from "../redress/person-text.ts";
import type { CasePorts, Opening } from "../ports.ts";
import { requireRecipients } from "./recipients.ts";
import { caseOfRepeat } from "./repeat.ts";

/** What somebody asks: may this item go to these? */
export interface OpenCase {
  readonly by: string;
  /** The id of the step, made by whoever asks, so that it can be sent again. */
  readonly id?: string;
  readonly item: string;
  /** Partners, groups, or both: each is decided for itself, and a group member by member. */
  readonly recipients: readonly string[];
  readonly request: Request;
  readonly compartments?: readonly string[];
  readonly persons?: readonly PersonDescription[];
  /** A program asks in this person's name. */
  readonly machine?: true;
}

/**
 * Opens a case and decides it. Its authority is that of the service of whoever asks.
 *
 * Rejects with Denied "not-allowed" or "not-found", and with a Refusal "unknown-partner".
 */
export async function openCase(asked: OpenCase, ports: CasePorts): Promise<CaseOutcome> {
  requireRecipients(asked.recipients);
  const packs = await packsInForce(ports);
  const act = asked.id ?? ports.newId();
  // Asked for when all else is known, and once: to whom it is refused needs none.
  let id: Promise<string> | undefined;
  const ids = { act, newCase: () => (id ??= ports.cases.newId()) };
  return untilWritten(() => openOnce(asked, ids, packs, ports), `act ${act}`);
}

async function openOnce(
  asked: OpenCase,
  ids: { readonly act: string; readonly newCase: () => Promise<string> },
  packs: readonly Pack[],
  ports: CasePorts,
): Promise<CaseOutcome | "changed"> {
  const at = ports.now();
  const day = at.slice(0, 10);
  const { by, item, recipients } = asked;
  const opening = await ports.cases.opening({ act: ids.act, by, item, recipients, day });
  const taken = caseOfRepeat(ids.act, opening.taken, by);
  if (taken !== undefined) return decideCase(taken, ports);
  const { act, service } = await prepare(asked, ids.act, at, opening, ports);
  const matter = opening.matter();
  if (matter === undefined) return "changed";
  const state = stateOf(await ids.newCase(), [act]);
  const decision = decideState(state, matter, [], day, packs, ports);
  const kept = { act, seq: 1, codes: codesOf(act), ends: [] };
  const mentions = mentionsOf(asked.persons ?? []);
  const about = { state, service, matter, decision, before: NOTHING, at, packs };
  const write = toCaseWrite({ ...about, act: kept, mentions }, ports);
  if (write === undefined) throw new Error("opening a case writes something");
  const written = await ports.cases.write(write);
  return written === "done" ? toCaseOutcome(state, decision, NOTHING, write) : "changed";
}

/** The act that opens the case, once it was seen that this person may, and the service it is of. */
async function prepare(
  asked: OpenCase,
  id: string,
  at: string,
  opening: Opening,
  ports: CasePorts,
): Promise<{ readonly act: Act; readonly service: string }> {
  const reader = requireHere(asked.by, opening.reader);
  const { sha256 } = await requireItemNeed(asked.item, opening.item, reader, "open", ports);
  const compartments = [...new Set(asked.compartments ?? [])].toSorted();
  requireAllowed(compartmentObjection(compartments, reader), "compartments");
  const act = toAct(asked, { id, at, compartments, sha256 });
  requireAllowed(objectionTo(act, undefined, [reader.person], ports.settings.rules), "the case");
  return { act, service: reader.service };
}

function toAct(
  { by, item, recipients, request, machine }: OpenCase,
  rest: { id: string; at: string; compartments: readonly string[]; sha256: string },
): Act {
  const { id, at, compartments, sha256 } = rest;
  return {
    kind: "open",
    id,
    by,
    at,
    item: { id: item, sha256 },
    recipients,
    request,
    compartments,
    ...(machine === undefined ? {} : { machine }),
  };
}
