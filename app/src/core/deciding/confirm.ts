import type { MeasureTable } from "./formula.ts";
import { toSets } from "../measure.ts";
import type { Asked, EngineAnswer, RuleByRule } from "../pack.ts";
import type { Path } from "./verdict.ts";

/**
 * Puts every path to both engines: allowed with all its measures, denied with any one of them
 * removed; and where there is no path, denied with every measure there is. The path shown first is
 * also put to both engines as a whole. Out: undefined when all of that holds, otherwise one
 * sentence that says where it does not.
 */
export function confirm(
  asked: readonly Asked[],
  done: readonly string[],
  paths: readonly Path[],
  table: MeasureTable,
): string | undefined {
  const [first] = paths;
  if (first === undefined) {
    return expect(false, whole(asked, [...done, ...table.names(table.all())]));
  }
  const problem = expect(true, whole(asked, [...done, ...first.measures]));
  if (problem !== undefined) return problem;
  const rules = asked.map(({ pack, question }) => pack.ruleByRule(question, table));
  const doneSet = toSet(done, table);
  for (const { measures } of paths) {
    const wrong = confirmPath(rules, doneSet | toSet(measures, table), measures, table);
    if (wrong !== undefined) return `${wrong}, on the path ${measures.join(" + ")}`;
  }
  return undefined;
}

function confirmPath(
  rules: readonly RuleByRule[],
  set: bigint,
  measures: readonly string[],
  table: MeasureTable,
): string | undefined {
  const all = expect(true, every(rules.map((answer) => answer(set))));
  if (all !== undefined) return all;
  for (const without of measures) {
    const bit = table.find(without);
    const early = expect(false, every(rules.map((answer) => answer(set & ~bit, bit))));
    if (early !== undefined) return `${early} without ${without}`;
  }
  return undefined;
}

function toSet(measures: readonly string[], table: MeasureTable): bigint {
  return measures.reduce((set, measure) => set | table.find(measure), 0n);
}

function whole(asked: readonly Asked[], measures: readonly string[]): EngineAnswer {
  const sets = toSets(measures);
  return every(asked.map(({ pack, question }) => pack.authorize(question, sets)));
}

function every(answers: readonly EngineAnswer[]): EngineAnswer {
  return {
    allow: answers.every((answer) => answer.allow),
    errors: answers.flatMap((answer) => answer.errors),
  };
}

function expect(allow: boolean, answer: EngineAnswer): string | undefined {
  if (answer.errors.length > 0) return answer.errors.join("; ");
  if (answer.allow === allow) return undefined;
  return `the engines ${answer.allow ? "allow" : "deny"} what was found to be ${
    allow ? "possible" : "impossible"
  }`;
}
