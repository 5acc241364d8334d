import type { TestOutcome } from "./report.ts";

/** The plain last line of a run: "N passed, N failed, N skipped". */
export function tally(outcomes: readonly TestOutcome[]): string {
  const count = (state: TestOutcome["state"]): number =>
    outcomes.filter((outcome) => outcome.state === state).length;
  return `${count("passed")} passed, ${count("failed")} failed, ${count("skipped")} skipped`;
}

/**
 * The skipped tests by name, one line each, under one heading per reason.
 *
 * @returns no lines where nothing was skipped
 */
export function skippedByReason(outcomes: readonly TestOutcome[]): string[] {
  const byReason = new Map<string, string[]>();
  for (const { name, state, reason = "no reason given" } of outcomes) {
    if (state !== "skipped") continue;
    byReason.set(reason, [...(byReason.get(reason) ?? []), name]);
  }
  return [...byReason].flatMap(([reason, names]) => [
    `skipped (${reason}):`,
    ...names.map((name) => `  ${name}`),
  ]);
}
