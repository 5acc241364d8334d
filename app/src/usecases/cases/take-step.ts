import type { Act, Step } from "../../core/casework/act.ts";
import { applyAct } from "../../core/casework/case-state.ts";
import { objectionTo } from "../../core/casework/may.ts";
import type { Pack } from "../../core/pack.ts";
import { insist as requireAllowed } from "../people/denied.ts";
import { approvalOf, endsOf, requireForThis, withMandateEnd } from "./approval.ts";
import { toCaseWrite } from "./case-write.ts";
import { codesOf } from "./codes.ts";
import { decideCase } from "./decide-case.ts";
import { decideState } from "./decision.ts";
import { untilWritten } from "./insist.ts";
import { requireKnownMeasure } from "./known-measure.ts";
import { requireNeed } from "./need.ts";
import { toCaseOutcome, type CaseOutcome } from "./outcome.ts";
import { packsInForce } from "./packs.ts";
import { mentionsOf, type PersonDescription } from "./person-text.ts";
import type { ActToKeep, CasePorts } from "./ports.ts";
import { requireRecipients } from "./recipients.ts";
import type { Colleague } from "./records.ts";
import { isTakenAlready } from "./repeat.ts";
import { requireWhole, type WholeCase } from "./whole-case.ts";

/** A step somebody takes in a case. */
export interface TakeStep {
  readonly case: string;
  readonly by: string;
  readonly step: Exclude<Step, { readonly kind: "open" }>;
  /** The id of the step, made by whoever takes it, so that it can be sent again. */
  readonly id?: string;
  /** The answer of the key with which an approval was signed (WebAuthn), as it came. */
  readonly assertion?: string;
  /** Whom the words of this step are about. */
  readonly persons?: readonly PersonDescription[];
  /** A program takes it in this person's name. */
  readonly machine?: true;
}

/**
 * Takes a step in a case and decides the case again, all in one write. Whether somebody may is judged on
 * the day of the step and on the case as it is then; sent again under the same id it is taken once.
 *
 * Rejects with Denied "not-found" (also where there is no need to know the case, with an alarm),
 * "not-allowed", or "conflict" (what is approved has changed), and with a Refusal "unknown-partner" or
 * "unknown-measure".
 */
export async function takeStep(taken: TakeStep, ports: CasePorts): Promise<CaseOutcome> {
  const { case: id, by, step } = taken;
  const actId = taken.id ?? ports.newId();
  if ((await isTakenAlready(actId, by, ports, id)) !== undefined) return decideCase(id, ports);
  const packs = await packsInForce(ports);
  requireKnownMeasure(step, packs);
  if (step.kind === "amend") requireRecipients(step.recipients);
  return untilWritten(() => takeOnce(taken, actId, packs, ports), `case ${id}`);
}

async function takeOnce(
  taken: TakeStep,
  actId: string,
  packs: readonly Pack[],
  ports: CasePorts,
): Promise<CaseOutcome | "changed"> {
  const { case: id, by, step } = taken;
  const at = ports.now();
  const day = at.slice(0, 10);
  const recipients = step.kind === "amend" ? { recipients: step.recipients } : {};
  const found = await ports.cases.gather(id, { reader: by, day, ...recipients });
  const { gathered, reader } = await requireNeed(id, found, { by, kind: step.kind, day }, ports);
  const whole = requireWhole(id, gathered);
  const act = toAct(taken, actId, at, reader);
  const people = whole.matter.people.map(({ person }) => person);
  requireAllowed(objectionTo(act, whole.state, people, ports.settings.rules), `case ${id}`);
  const state = applyAct(whole.state, act);
  const { matter, row } = whole;
  const decision = decideState(state, matter, whole.duties, day, packs, ports);
  requireForThis(act, whole, decision);
  const kept = toKeep(act, taken, whole, reader);
  const mentions = mentionsOf(taken.persons ?? []);
  const about = { state, service: row.service, matter, decision, before: whole, at, packs };
  const write = toCaseWrite({ ...about, act: kept, mentions }, ports);
  if (write === undefined) throw new Error("taking a step writes something");
  const written = await ports.cases.write(write);
  return written === "done" ? toCaseOutcome(state, decision, whole, write) : "changed";
}

function toAct(taken: TakeStep, id: string, at: string, reader: Colleague): Act {
  const step = withMandateEnd(taken.step, reader, at.slice(0, 10));
  return {
    ...step,
    id,
    by: taken.by,
    at,
    ...(taken.machine === undefined ? {} : { machine: true }),
  };
}

function toKeep(act: Act, taken: TakeStep, whole: WholeCase, reader: Colleague): ActToKeep {
  const approval = approvalOf(act, whole, reader);
  return {
    act,
    seq: whole.row.seq + 1,
    codes: codesOf(act),
    ...(taken.assertion === undefined ? {} : { assertion: taken.assertion }),
    ...(approval === undefined ? {} : { approval }),
    ends: endsOf(act, whole),
  };
}
