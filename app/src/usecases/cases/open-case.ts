import { stateOf } from "../../core/casework/case-state.ts";
import { objectionTo } from "../../core/casework/may.ts";
import type { Act } from "../../core/casework/act.ts";
import type { Request } from "../../core/request.ts";
import { insist as requireAllowed } from "../people/denied.ts";
import { NOTHING, toCaseWrite } from "./case-write.ts";
import { codesOf } from "./codes.ts";
import { requireColleague } from "./colleague.ts";
import { decideCase } from "./decide-case.ts";
import { decideState } from "./decision.ts";
import { untilWritten } from "./insist.ts";
import { compartmentObjection, requireItemNeed } from "./need.ts";
import { toCaseOutcome, type CaseOutcome } from "./outcome.ts";
import { packsInForce } from "./packs.ts";
import { mentionsOf, type PersonDescription } from "./person-text.ts";
import type { CasePorts } from "./ports.ts";
import { requireRecipients } from "./recipients.ts";
import { isTakenAlready } from "./repeat.ts";

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
  const { by, item: itemId, recipients } = asked;
  const actId = asked.id ?? ports.newId();
  const taken = await isTakenAlready(actId, by, ports);
  if (taken !== undefined) return decideCase(taken, ports);
  const id = ports.newId();
  const packs = await packsInForce(ports);
  requireRecipients(recipients);
  return untilWritten(async () => {
    const at = ports.now();
    const day = at.slice(0, 10);
    const reader = await requireColleague(by, day, ports);
    const known = await ports.items.find(itemId);
    const item = await requireItemNeed(itemId, known, reader, "open", ports);
    const compartments = [...new Set(asked.compartments ?? [])].toSorted();
    requireAllowed(compartmentObjection(compartments, reader), "compartments");
    const act = toAct(asked, { id: actId, at, compartments, sha256: item.sha256 });
    requireAllowed(objectionTo(act, undefined, [reader.person], ports.settings.rules), "the case");
    const about = { service: reader.service, day, people: [by] };
    const matter = await ports.cases.matter(itemId, recipients, about);
    if (matter === undefined) return "changed";
    const state = stateOf(id, [act]);
    const decision = decideState(state, matter, [], day, packs, ports);
    const step = { act, seq: 1, codes: codesOf(act), ends: [] };
    const mentions = mentionsOf(asked.persons ?? []);
    const write = toCaseWrite(
      {
        state,
        service: reader.service,
        matter,
        decision,
        before: NOTHING,
        at,
        packs,
        act: step,
        mentions,
      },
      ports,
    );
    if (write === undefined) throw new Error("opening a case writes something");
    const written = await ports.cases.write(write);
    return written === "done" ? toCaseOutcome(state, decision, NOTHING, write) : "changed";
  }, `case ${id}`);
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
