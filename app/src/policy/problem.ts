import { Refusal } from "../core/refusal.ts";

/** Something wrong with a pack. */
export interface PackProblem {
  readonly file: string;
  readonly line: number;
  readonly rule?: string;
  /** One sentence: what is wrong and, where it can be said, what to do. */
  readonly says: string;
}

/** "nl-wiv/3-content.cedar:12 [NL-08]: …" */
export function formatProblem(problem: PackProblem): string {
  return `${placeOf(problem)}: ${problem.says}`;
}

/** A pack with problems is refused as a whole; the first is the message, the others are counted. */
export function refusePack(problems: readonly PackProblem[]): Refusal {
  const first = problems[0];
  const others = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
  if (first === undefined) throw new Error("a pack without problems is not refused");
  return new Refusal(
    "bad-pack",
    placeOf(first),
    `${first.says}${others}`,
    "mend the pack and run: caveat pack check",
  );
}

function placeOf(problem: PackProblem): string {
  const rule = problem.rule === undefined ? "" : ` [${problem.rule}]`;
  return `${problem.file}:${problem.line}${rule}`;
}
