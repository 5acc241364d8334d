import type { Day } from "../day.ts";
import type { Grounds } from "../deciding/decide.ts";
import type { Outcome, Verdict } from "../deciding/verdict.ts";
import { isFor, type CaseState } from "./case-state.ts";

/** A verdict with what it rests on. */
export type CaseVerdict = Verdict & { readonly grounds: Grounds };

const GOES: readonly Outcome[] = ["release", "release-with-caveats"];

/**
 * Why the item of a case may not leave today; undefined where it may. `verdicts`: one for each
 * recipient, reached today in this case as it stands. One recipient who may not have it holds all.
 */
export function mayBeReleased(
  state: CaseState,
  verdicts: readonly CaseVerdict[],
  now: Day,
): string | undefined {
  if (state.status !== "open") return `the case is ${state.status}`;
  if (state.request.mode !== "release") return `the case is about "${state.request.mode}"`;
  if (state.recipients.length === 0) return "the case is for nobody";
  const partners = verdicts.map(({ partner }) => partner);
  if (!isFor(state, partners)) return "there is not one verdict for each recipient";
  const held = verdicts.map((verdict) => verdictObjection(verdict, state, now));
  return held.find((why) => why !== undefined) ?? humanObjection(state, verdicts);
}

function verdictObjection(verdict: CaseVerdict, state: CaseState, now: Day): string | undefined {
  const { partner, outcome, alarm, grounds } = verdict;
  if (verdict.now !== now) return `the verdict on ${partner} is of ${verdict.now}`;
  if (grounds.binding === undefined) return `the verdict on ${partner} was not reached in a case`;
  if (alarm !== undefined) return `${partner}: ${alarm}`;
  if (!GOES.includes(outcome)) return `${partner}: ${outcome}`;
  return overrideObjection(verdict, state);
}

/** Whoever lets a refused case go on signs for it: an approval of this case, not a standing one. */
function overrideObjection(
  { performed, grounds }: CaseVerdict,
  { override }: CaseState,
): string | undefined {
  if (override === undefined) return undefined;
  const isSigned = grounds.performed.some(
    ({ measure, permission }, i) =>
      measure === `approve:${override.role}` &&
      permission === undefined &&
      performed[i]?.counts === true,
  );
  return isSigned
    ? undefined
    : `the case was refused, and the ${override.role} has not approved it`;
}

/** Nothing with personal data goes without a human in the case (DESIGN §11.11). */
function humanObjection(
  { humans }: CaseState,
  verdicts: readonly CaseVerdict[],
): string | undefined {
  const isPersonal = verdicts.some(({ grounds }) => grounds.facts.flags.personal !== false);
  if (!isPersonal || humans.length > 0) return undefined;
  return "it may hold personal data, and no person has taken a step since it was asked for";
}
