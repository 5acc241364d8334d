import { addDays, type Day } from "../day.ts";
import type { Basis } from "../pack.ts";
import type { Verdict } from "../deciding/verdict.ts";
import type { Notified } from "./act.ts";
import type { CaseState } from "./case-state.ts";

/** Something that must be done, by a day; it never blocks a release, and is never lost. */
export interface Duty {
  /** The same for the same duty of a case, however often it is decided again. */
  readonly id: string;
  readonly says: string;
  readonly basis: Basis;
  /** Its last day. */
  readonly due: Day;
  readonly done: boolean;
  /** Past its day and not done: then it is before this role. */
  readonly overdue: boolean;
  readonly escalatesTo: string;
}

/** Days until a duty is due, and before whom it comes when it is late; a proposal, and a site's to set. */
export interface DutyRules {
  readonly atOnce: number;
  readonly ordinary: number;
  /** The review after an urgent release. */
  readonly afterReview: number;
  readonly escalatesTo: string;
}

export const DUTY_RULES: DutyRules = {
  atOnce: 0,
  ordinary: 7,
  afterReview: 3,
  escalatesTo: "head",
};

/** The id of the review after an urgent case. */
export const AFTER_REVIEW = "after-review";

type Draft = Pick<Duty, "id" | "says" | "basis" | "due">;
type Earlier = Draft & Partial<Pick<Duty, "done">>;

/**
 * The duties of a case: what its verdicts ask for, the review of an urgent case, an answer that an
 * originator owes, or somebody who was told of a recall. `earlier` are those it had before: they stay,
 * with the day they were due, though nothing asks for them any more, and what was done stays done. A new
 * one is due so many days after `now`.
 */
export function dutiesOf(
  state: CaseState,
  verdicts: readonly Verdict[],
  earlier: readonly Earlier[],
  now: Day,
  rules: DutyRules = DUTY_RULES,
): readonly Duty[] {
  const drafts = [
    ...earlier.map(({ id, says, basis, due }) => ({ id, says, basis, due })),
    ...urgentReview(state, now, rules),
    ...verdicts.flatMap((verdict) => tasksOf(verdict, now, rules)),
    ...state.asked.map(questionTo),
    ...state.recalls.flatMap(answersTo),
  ];
  const answered = state.asked.filter(({ id }) => state.answered.includes(id)).map(questionTo);
  const done = new Set([
    ...earlier.filter((one) => one.done === true).map(({ id }) => id),
    ...state.reviews.map(({ duty }) => duty),
    ...answered.map(({ id }) => id),
  ]);
  return firstOfEach(drafts).map((draft) => ({
    ...draft,
    done: done.has(draft.id),
    overdue: !done.has(draft.id) && draft.due < now,
    escalatesTo: rules.escalatesTo,
  }));
}

function urgentReview({ request }: CaseState, now: Day, rules: DutyRules): readonly Draft[] {
  if (request.urgentWeighty === undefined) return [];
  const says = "review the urgent case: was it urgent, and what came of it";
  return [{ id: AFTER_REVIEW, says, basis: "proposed", due: addDays(now, rules.afterReview) }];
}

/** Of a task that falls due with an approval there is nothing to do until one counts. */
function tasksOf(verdict: Verdict, now: Day, rules: DutyRules): readonly Draft[] {
  const { tasks, partner, performed } = verdict;
  const isPermitted = performed.some((one) => one.counts && one.measure.startsWith("approve:"));
  return tasks
    .filter(({ after }) => isPermitted || after !== "approval")
    .map(({ pack, rule, task, basis, due }) => ({
      id: [pack, rule, partner].map(oneWord).join(" "),
      says: task,
      basis,
      due: addDays(now, due === "at-once" ? rules.atOnce : rules.ordinary),
    }));
}

function questionTo({ id, originator, due }: CaseState["asked"][number]): Draft {
  const says = `ask ${originator} again for its consent, or go on without it`;
  return { id: `consent ${oneWord(id)}`, says, basis: "practice", due };
}

/** The duty that the answer to a notice of a recall does. */
export function noticeDuty({ id, partner, onward }: Notified): string {
  const whom = onward === undefined ? [partner] : [partner, onward];
  return ["notice", ...whom, id].map(oneWord).join(" ");
}

/** Whoever has what is called back says what became of it (Wiv 2017 art. 20(2)). */
function answersTo({ notices, how, due }: CaseState["recalls"][number]): readonly Draft[] {
  return notices.map((one) => {
    const whom = one.onward === undefined ? "this recipient" : "whoever has it from this recipient";
    const says =
      how === "recall"
        ? `have ${whom} say that it was destroyed`
        : `have ${whom} say that the correction was taken over`;
    return { id: noticeDuty(one), says, basis: "law", due };
  });
}

/** So that ids made of several names are different where the names are. */
function oneWord(name: string): string {
  return name.replaceAll("%", "%25").replaceAll(" ", "%20");
}

function firstOfEach(drafts: readonly Draft[]): readonly Draft[] {
  const first = new Map<string, Draft>();
  for (const one of drafts) if (!first.has(one.id)) first.set(one.id, one);
  return [...first.values()];
}
