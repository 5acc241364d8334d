import { decide, type Grounds } from "../core/deciding/decide.ts";
import { mergeFacts } from "../core/facts/facts.ts";
import { equivalencesFor } from "./equivalences.ts";
import type { Pack } from "../core/pack.ts";
import { CASE_KINDS, type Expectation, type PackCase } from "../core/pack-case.ts";
import { refuseContradictions, toClaims } from "../core/statement.ts";
import type { Verdict } from "../core/deciding/verdict.ts";

export interface PackCaseResult {
  readonly case: PackCase;
  readonly verdict: Verdict;
  /** One sentence for each expectation that does not hold; empty when the case passes. */
  readonly failures: readonly string[];
}

/** Runs one case against one pack alone. Throws a Refusal when its facts contradict each other. */
export function runPackCase(one: PackCase, pack: Pack): PackCaseResult {
  const claims = toClaims({ by: "case", on: one.now, facts: one.facts }, "facts");
  refuseContradictions(claims);
  const { sheet, notes } = mergeFacts([], claims);
  const grounds: Grounds = {
    item: one.name,
    facts: sheet,
    notes,
    own: one.own,
    recipient: { id: one.partner.id, name: one.partner.name, members: [one.partner] },
    request: one.request,
    performed: one.measures,
    people: one.people,
    equivalences: equivalencesFor(sheet),
    now: one.now,
  };
  const verdict = decide(grounds, [pack]);
  return { case: one, verdict, failures: compare(one.expect, verdict) };
}

/** What each rule still lacks: rules of the pack with fewer than the three kinds of case. */
export function missingCases(pack: Pack, cases: readonly PackCase[]): readonly string[] {
  return Object.keys(pack.ruleHashes).flatMap((rule) => {
    const shown = new Set(cases.filter((one) => one.rule === rule).map((one) => one.shows));
    const lacking = CASE_KINDS.filter((kind) => !shown.has(kind));
    return lacking.length === 0 ? [] : [`${rule} has no case that shows: ${lacking.join(", ")}`];
  });
}

function compare(expect: Expectation, verdict: Verdict): string[] {
  const spoke = new Set(spoken(verdict));
  const paths = verdict.paths.map((path) => path.measures.toSorted().join(" + "));
  const asked = new Set(verdict.paths.flatMap((path) => path.measures));
  const tasks = verdict.tasks.map((task) => task.task).join("\n");
  const wantedPaths = expect.paths?.map((path) => path.toSorted().join(" + ")).toSorted();
  return [
    ...(verdict.alarm === undefined ? [] : [`alarm: ${verdict.alarm}`]),
    ...(expect.outcome === undefined || expect.outcome === verdict.outcome
      ? []
      : [`outcome is ${verdict.outcome}, expected ${expect.outcome}`]),
    ...lacking(expect.fires, (rule) => spoke.has(rule), "does not fire"),
    ...lacking(expect.silent, (rule) => !spoke.has(rule), "fires"),
    ...lacking(expect.asks, (measure) => asked.has(measure), "is asked for on no path"),
    ...lacking(expect.tasks, (task) => tasks.includes(task), "is no task"),
    ...(wantedPaths === undefined || wantedPaths.join("\n") === paths.toSorted().join("\n")
      ? []
      : [`paths are: ${paths.length === 0 ? "none" : paths.join(" | ")}`]),
  ];
}

/** A safeguard speaks when it fires, a route when measures can open it or it is open, a duty when due. */
function spoken(verdict: Verdict): string[] {
  return [
    ...verdict.reasons.filter((r) => r.effect === "forbid" || r.open).map((r) => r.rule),
    ...verdict.tasks.map((task) => task.rule),
  ];
}

function lacking(
  names: readonly string[] | undefined,
  holds: (name: string) => boolean,
  problem: string,
): string[] {
  return (names ?? []).filter((name) => !holds(name)).map((name) => `${name} ${problem}`);
}
