import type { MeasureSets } from "../core/measure.ts";
import type { EngineAnswer } from "../core/pack.ts";
import type { Question } from "../core/question.ts";
import type { CedarGate } from "./cedar.ts";
import { environmentOf, respond } from "./evaluator.ts";
import { EvaluationError, type Environment } from "./expression.ts";
import { concerns, type CompiledRule } from "./rule.ts";

/** Both engines on the whole pack: allow only when both say so, without any error. */
export function authorizeWhole(
  rules: readonly CompiledRule[],
  gate: CedarGate,
  question: Question,
  measures: MeasureSets,
): EngineAnswer {
  const ours = respond(rules, question.action, environmentOf(question, measures));
  const cedar = gate.authorize(question, measures);
  const failed = ours.failed.map((rule) => `our evaluator fails on rule ${rule}`);
  const errors = [...failed, ...cedar.errors];
  if (errors.length === 0 && ours.allow !== cedar.allow) {
    errors.push(`the engines disagree: ours ${word(ours.allow)}, Cedar ${word(cedar.allow)}`);
  }
  return { allow: errors.length === 0 && cedar.allow, errors };
}

/**
 * Both engines rule by rule. A rule's answer depends only on the attributes it names, so Cedar is
 * asked about each rule with those alone, and the same question is asked once.
 */
export function authorizeByRule(
  rules: readonly CompiledRule[],
  gate: CedarGate,
  question: Question,
  measures: MeasureSets,
  without?: string,
): EngineAnswer {
  const env = environmentOf(question, measures);
  const errors: string[] = [];
  let permitted = false;
  let forbidden = false;
  for (const rule of rules) {
    if (!concerns(rule, question.action)) continue;
    const isPermit = rule.text.effect === "permit";
    if (!isPermit && without !== undefined && !rule.asksFor(without)) continue;
    if (isPermit && permitted) continue;
    const answer = askRule(rule, gate, question, measures, env);
    if (typeof answer === "string") errors.push(answer);
    else if (answer && isPermit) permitted = true;
    else if (answer) forbidden = true;
    if (forbidden && errors.length === 0) break;
  }
  return { allow: errors.length === 0 && permitted && !forbidden, errors };
}

/** Is the rule satisfied? A sentence when an engine fails or the two disagree. */
function askRule(
  rule: CompiledRule,
  gate: CedarGate,
  question: Question,
  measures: MeasureSets,
  env: Environment,
): boolean | string {
  const ours = ourAnswer(rule, env);
  const cedar = gate.isSatisfied(rule, question, measures);
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

function word(allow: boolean): string {
  return allow ? "allows" : "denies";
}
