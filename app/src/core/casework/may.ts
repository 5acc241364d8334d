import {
  ADMINISTRATOR,
  isReasoned,
  LEAST_REASON,
  rolesOn,
  splitMeasure,
  type Person,
} from "../measure.ts";
import { dayOf, type Act, type Step, type StepKind } from "./act.ts";
import { assessmentObjection } from "./assessment.ts";
import { deskObjection, ladderObjection, type CaseRules } from "./case-rules.ts";
import type { CaseState } from "./case-state.ts";
import { assessorObjection, decidingObjection, retractingObjection } from "./deciding.ts";
import { AFTER_REVIEW } from "./duty.ts";
import { copyObjection, leavingObjection, recallObjection } from "./leaving.ts";

export { ADMINISTRATOR, rolesOn } from "../measure.ts";

/** Steps that only a person takes, never a program in somebody's name. */
const IN_PERSON: ReadonlySet<StepKind> = new Set<StepKind>([
  "assess",
  "approve",
  "refuse",
  "override",
  "retract",
  "review",
]);

/**
 * Why somebody may not take a step today; undefined where it is allowed. The one place that says so:
 * the database says it once more, and a test holds both against a third description.
 *
 * Authority is judged on the day of the step (DESIGN: authority). Whether an approval then counts
 * towards a rule is `judgeMeasures`'s to say; here is only what may be written at all.
 */
export function objectionTo(
  act: Act,
  state: CaseState | undefined,
  people: readonly Person[],
  rules: CaseRules,
): string | undefined {
  const roles = rolesOn(act.by, people, dayOf(act));
  if (roles.length === 0) return `${act.by} holds no role on ${dayOf(act)}`;
  if (roles.includes(ADMINISTRATOR)) return "an administrator decides nothing";
  if (act.machine === true && isInPerson(act)) {
    return "a program cannot take this step; a person does, and signs in to do so";
  }
  const speechless = silence(act);
  if (speechless !== undefined) return speechless;
  if (act.kind !== "open") {
    if (state === undefined) return "no such case";
    return statusObjection(act.kind, state) ?? actObjection(act, state, roles, rules);
  }
  if (state !== undefined) return "the case is open already";
  return deskObjection(roles, rules) ?? recipientsObjection(act.recipients);
}

function isInPerson(step: Step): boolean {
  return step.kind === "state" ? step.measure.startsWith("assess:") : IN_PERSON.has(step.kind);
}

/** Every reason is written down; saying nothing is no reason. */
function silence(step: Step): string | undefined {
  if (step.kind === "consent" && step.evidence.trim() === "") {
    return "it does not say where the consent is written";
  }
  if (!("says" in step) || isReasoned(step.says)) return undefined;
  return `it gives no reasons: write at least ${LEAST_REASON} characters`;
}

function statusObjection(kind: StepKind, { status }: CaseState): string | undefined {
  // What left can always be called back.
  if (kind === "review" || kind === "recall") return undefined;
  if (status === "withdrawn" || status === "closed") return `the case is ${status}`;
  const isEnd = kind === "withdraw" || kind === "close";
  if (status === "refused" && kind !== "override" && !isEnd) {
    return "the case was refused: a higher role may override that, with reasons";
  }
  return status === "open" && kind === "override" ? "nothing was refused" : undefined;
}

function actObjection(
  act: Exclude<Act, { readonly kind: "open" }>,
  state: CaseState,
  roles: readonly string[],
  rules: CaseRules,
): string | undefined {
  const isRequester = act.by === state.requester;
  switch (act.kind) {
    case "amend":
      return isRequester ? recipientsObjection(act.recipients) : "only the requester may do this";
    case "withdraw":
      return isRequester ? undefined : "only the requester may do this";
    case "close":
      return isRequester ? undefined : ladderObjection(roles, rules);
    case "approve":
    case "refuse":
    case "override":
      return decidingObjection(act, state, roles, rules);
    case "retract":
      return retractingObjection(act, state);
    case "state":
      return deskObjection(roles, rules) ?? statementObjection(act, state);
    case "assess":
      return (
        deskObjection(roles, rules) ??
        assessorObjection(act.by, state) ??
        assessmentObjection(act, state)
      );
    case "review":
      return isRequester && act.duty === AFTER_REVIEW
        ? "somebody else than the requester reviews an urgent case"
        : deskObjection(roles, rules);
    case "ask-consent":
    case "consent":
    case "assure":
      return deskObjection(roles, rules);
    case "prepare":
      return deskObjection(roles, rules) ?? copyObjection(act, state);
    case "release":
      return (
        (isRequester ? undefined : deskObjection(roles, rules)) ?? leavingObjection(act, state)
      );
    case "recall":
      return deskObjection(roles, rules) ?? recallObjection(act, state);
  }
}

/** Nobody gives an approval or a consent, nor attaches or removes anything, by writing that it is so. */
function statementObjection(
  { measure, by }: Extract<Act, { readonly kind: "state" }>,
  state: CaseState,
): string | undefined {
  const kind = splitMeasure(measure)?.kind;
  if (kind === "assess") return assessorObjection(by, state);
  return kind === "state" ? undefined : `"${measure}" is nothing that can be stated`;
}

function recipientsObjection(recipients: readonly string[]): string | undefined {
  if (recipients.length === 0) return "it names no recipient";
  const twice = recipients.find((one, i) => recipients.indexOf(one) !== i);
  return twice === undefined ? undefined : `it names ${twice} twice`;
}
