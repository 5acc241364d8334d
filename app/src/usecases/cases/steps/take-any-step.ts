import { canonicalJson } from "../../../core/canonical-json.ts";
import type { Act, Step, StepKind } from "../../../core/casework/act.ts";
import { applyAct, type CaseState } from "../../../core/casework/case-state.ts";
import { objectionTo } from "../../../core/casework/may.ts";
import type { Pack } from "../../../core/pack.ts";
import { Denied, insist as requireAllowed } from "../../people/denied.ts";
import { approvalOf, endsOf, withMandateEnd } from "./approval.ts";
import { toCaseWrite } from "./case-write.ts";
import { codesOf } from "./codes.ts";
import { decideCase } from "../deciding/decide-case.ts";
import { decideState, type Decision } from "../deciding/decision.ts";
import { untilWritten } from "./insist.ts";
import { requireNeed } from "../need.ts";
import { toCaseOutcome, type CaseOutcome } from "../deciding/outcome.ts";
import { mentionsOf, type PersonDescription } from "../redress/person-text.ts";
import type { ActToKeep, CasePorts, CaseWrite } from "../ports.ts";
import type { Colleague, GatheredCase } from "../records.ts";
import { caseOfRepeat, isTakenAlready } from "./repeat.ts";
import { requireWhole, type WholeCase } from "../whole-case.ts";

/** The signature for an act as it is about to be kept. */
export type Signing = (act: Act) => Promise<string>;

/** A step of any kind. */
export interface AnyStep {
  readonly case: string;
  readonly by: string;
  readonly kind: Exclude<StepKind, "open">;
  /** What is said, of the case as it is then; asked for again where another write came between. */
  readonly toStep: (whole: WholeCase) => Step;
  readonly packs: readonly Pack[];
  readonly id?: string;
  readonly sign?: Signing;
  readonly persons?: readonly PersonDescription[];
  readonly machine?: true;
}

/** The case before and after a step. */
export interface Taken {
  readonly whole: WholeCase;
  readonly state: CaseState;
  readonly decision: Decision;
}

/** What one kind of step has beside the others. */
export interface StepRules {
  /** Who it will be for after it. */
  readonly recipients?: readonly string[];
  /** Keep every verdict it goes on. */
  readonly keepAll?: true;
  /** Throws where what the case has come to does not let the step be taken. */
  readonly check?: (act: Act, taken: Taken) => void | Promise<void>;
  /** What is kept with the act. */
  readonly also?: (act: Act, write: CaseWrite, taken: Taken) => Partial<ActToKeep>;
}

/** Takes a step of any kind, as `takeStep` says; rejects as it does. */
export async function takeAnyStep(
  step: AnyStep,
  ports: CasePorts,
  rules: StepRules = {},
): Promise<CaseOutcome> {
  const actId = step.id ?? ports.newId();
  const { sign } = step;
  const once = sign === undefined ? step : { ...step, sign: onlyOnce(sign) };
  return untilWritten(() => takeOnce(once, actId, rules, ports), `case ${step.case}`);
}

/** What is signed stays signed where another write came between, if it is the same but for its time. */
function onlyOnce(sign: Signing): Signing {
  let signed: { readonly what: string; readonly assertion: Promise<string> } | undefined;
  return async (act) => {
    const { at: _, ...rest } = act;
    const what = canonicalJson(rest);
    signed ??= { what, assertion: sign(act) };
    if (signed.what === what) return await signed.assertion;
    const problem = "it has changed since it was signed";
    throw new Denied("conflict", "the approval", problem, "look at the case again, and sign anew");
  };
}

async function takeOnce(
  one: AnyStep,
  actId: string,
  rules: StepRules,
  ports: CasePorts,
): Promise<CaseOutcome | "changed"> {
  const { case: id, by, kind, packs } = one;
  const at = ports.now();
  const day = at.slice(0, 10);
  const recipients = rules.recipients === undefined ? {} : { recipients: rules.recipients };
  const found = await ports.cases.gather(id, { reader: by, day, act: actId, ...recipients });
  if (await isTaken(one, actId, found, ports)) return decideCase(id, ports);
  const { gathered, reader } = await requireNeed(id, found, { by, kind, day }, ports);
  const whole = requireWhole(id, gathered);
  const act = toAct(one, whole, { id: actId, at, reader });
  const people = whole.matter.people.map(({ person }) => person);
  requireAllowed(objectionTo(act, whole.state, people, ports.settings.rules), `case ${id}`);
  const state = applyAct(whole.state, act);
  const { matter, row } = whole;
  const decision = decideState(state, matter, whole.duties, day, packs, ports);
  const taken = { whole, state, decision };
  await rules.check?.(act, taken);
  const assertion = await one.sign?.(act);
  const about = { state, service: row.service, matter, decision, before: whole, at, packs };
  const kept = toKeep(act, assertion, whole, reader);
  const mentions = mentionsOf(one.persons ?? []);
  const keepAll = rules.keepAll === undefined ? {} : { keepAll: rules.keepAll };
  const bare = toCaseWrite({ ...about, act: kept, mentions, ...keepAll }, ports);
  if (bare === undefined) throw new Error("taking a step writes something");
  const write = { ...bare, act: { ...kept, ...rules.also?.(act, bare, taken) } };
  const written = await ports.cases.write(write);
  return written === "done" ? toCaseOutcome(state, decision, whole, write) : "changed";
}

/** Whether this is a step that was taken before, sent again. */
async function isTaken(
  { case: id, by }: AnyStep,
  actId: string,
  found: GatheredCase | undefined,
  ports: CasePorts,
): Promise<boolean> {
  const before =
    found === undefined
      ? await isTakenAlready(actId, by, ports, id)
      : caseOfRepeat(actId, found.taken, by, id);
  return before !== undefined;
}

function toAct(
  { toStep, by, machine }: AnyStep,
  whole: WholeCase,
  { id, at, reader }: { readonly id: string; readonly at: string; readonly reader: Colleague },
): Act {
  const step = withMandateEnd(toStep(whole), reader, at.slice(0, 10));
  return { ...step, id, by, at, ...(machine === undefined ? {} : { machine }) };
}

function toKeep(
  act: Act,
  assertion: string | undefined,
  whole: WholeCase,
  reader: Colleague,
): ActToKeep {
  const approval = approvalOf(act, whole, reader);
  return {
    act,
    seq: whole.row.seq + 1,
    codes: codesOf(act),
    ...(assertion === undefined ? {} : { assertion }),
    ...(approval === undefined ? {} : { approval }),
    ends: endsOf(act, whole),
  };
}
