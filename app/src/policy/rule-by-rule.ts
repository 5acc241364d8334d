import type { MeasureTable } from "../core/deciding/formula.ts";
import { toSets } from "../core/measure.ts";
import type { EngineAnswer, RuleByRule } from "../core/pack.ts";
import type { Question } from "../core/question/question.ts";
import type { CedarGate } from "./cedar.ts";
import { environmentOf } from "./evaluator.ts";
import { EvaluationError, type Environment } from "./expression.ts";
import { concerns, type CompiledRule } from "./rule.ts";

/** Is the rule satisfied with a set of measures? A sentence when an engine fails or the two disagree. */
type RuleAnswer = (measures: bigint) => boolean | string;

interface AskedRule {
  /** The measures that could make a difference to it. */
  readonly asks: bigint;
  readonly answer: RuleAnswer;
}

/**
 * Both engines rule by rule. A rule's answer depends only on the attributes it names and the
 * measures it asks for, so Cedar sees those alone, and the same question is asked once.
 */
export function ruleByRule(
  rules: readonly CompiledRule[],
  gate: CedarGate,
  question: Question,
  table: MeasureTable,
): RuleByRule {
  const about = rules.filter((rule) => concerns(rule, question.action));
  const ask = (rule: CompiledRule): AskedRule => askedRule(rule, gate, question, table);
  const permits = about.filter((rule) => rule.text.effect === "permit").map(ask);
  const forbids = about.filter((rule) => rule.text.effect === "forbid").map(ask);
  const asking = new Map<bigint, readonly AskedRule[]>();
  return (measures, without) => {
    if (without === undefined) return combine(permits, forbids, measures);
    let touched = asking.get(without);
    if (touched === undefined) {
      touched = forbids.filter((rule) => (rule.asks & without) !== 0n);
      asking.set(without, touched);
    }
    return combine(permits, touched, measures);
  };
}

/** Forbid overrides, no permit is a denial, any error is a denial. */
function combine(
  permits: readonly AskedRule[],
  forbids: readonly AskedRule[],
  measures: bigint,
): EngineAnswer {
  const errors: string[] = [];
  const satisfied = ({ answer }: AskedRule): boolean => {
    const said = answer(measures);
    if (typeof said === "string") errors.push(said);
    return said === true;
  };
  const allow = !forbids.some(satisfied) && permits.some(satisfied);
  return { allow: allow && errors.length === 0, errors };
}

function askedRule(
  rule: CompiledRule,
  gate: CedarGate,
  question: Question,
  table: MeasureTable,
): AskedRule {
  const asks = rule.asksFor(table);
  const known = new Map<bigint, boolean | string>();
  let cedar: ReturnType<CedarGate["rule"]> | undefined;
  const answer: RuleAnswer = (measures) => {
    const seen = measures & asks;
    const before = known.get(seen);
    if (before !== undefined) return before;
    const sets = toSets(table.names(seen));
    cedar ??= gate.rule(rule, question);
    const said = compare(rule, ourAnswer(rule, environmentOf(question, sets)), cedar(sets));
    known.set(seen, said);
    return said;
  };
  return { asks, answer };
}

function compare(
  rule: CompiledRule,
  ours: boolean | string,
  cedar: boolean | string,
): boolean | string {
  if (typeof ours === "string") return ours;
  if (typeof cedar === "string") return cedar;
  if (ours === cedar) return ours;
  return `the engines disagree on rule ${rule.text.rule}: ours ${String(ours)}, Cedar ${String(cedar)}`;
}

function ourAnswer(rule: CompiledRule, env: Environment): boolean | string {
  try {
    return rule.isSatisfied(env);
  } catch (error) {
    if (error instanceof EvaluationError) {
      return `our evaluator fails on rule ${rule.text.rule}: ${error.message}`;
    }
    throw error;
  }
}
