import type { MeasureSets } from "../core/measure.ts";
import type { EngineAnswer } from "../core/pack.ts";
import type { Question } from "../core/question/question.ts";
import type { CedarGate } from "./cedar.ts";
import { environmentOf, respond } from "./evaluator.ts";
import type { CompiledRule } from "./rule.ts";

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

function word(allow: boolean): string {
  return allow ? "allows" : "denies";
}
