import { NEVER, type MeasureTable } from "../core/deciding/formula.ts";
import type { Looked, Remainder, Remainders } from "../core/pack.ts";
import type { MeasureSets } from "../core/measure.ts";
import type { Question } from "../core/question/question.ts";
import { EvaluationError, type Environment, type RecordValue, type Value } from "./expression.ts";
import { concerns, type CompiledRule } from "./rule.ts";
import { DUTY_ACTION } from "./source.ts";

/** What Cedar calls an authorization response: a decision, what determined it, and errors. */
export interface Response {
  readonly allow: boolean;
  /** Ids of the rules that were satisfied and decided. */
  readonly determining: readonly string[];
  /** Ids of the rules that failed; Cedar leaves them out of the decision. */
  readonly failed: readonly string[];
}

/**
 * Our own evaluator, with Cedar's semantics to the letter: forbid overrides permit, no permit is a
 * denial, a rule that fails is left out. (Cedar policy language, Authorization.)
 */
export function respond(
  rules: readonly CompiledRule[],
  action: string,
  env: Environment,
): Response {
  const satisfied: CompiledRule[] = [];
  const failed: string[] = [];
  for (const rule of rules) {
    if (!concerns(rule, action)) continue;
    try {
      if (rule.isSatisfied(env)) satisfied.push(rule);
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      failed.push(rule.text.rule);
    }
  }
  const forbids = satisfied.filter((rule) => rule.text.effect === "forbid");
  const deciding = forbids.length > 0 ? forbids : satisfied;
  return {
    allow: forbids.length === 0 && satisfied.length > 0,
    determining: deciding.map((rule) => rule.text.rule).toSorted(),
    failed: failed.toSorted(),
  };
}

/** The environment of a question with the given measures. */
export function environmentOf(question: Question, measures: MeasureSets): Environment {
  return {
    principal: toRecord(question.principal),
    resource: toRecord(question.resource),
    context: toRecord({ ...question.context, measures }),
  };
}

/** What remains of every rule with the measures unknown. Throws EvaluationError as Cedar would. */
export function findRemainders(
  rules: readonly CompiledRule[],
  question: Question,
  table: MeasureTable,
): Remainders {
  const record = {
    principal: toRecord(question.principal),
    resource: toRecord(question.resource),
    context: toRecord(question.context),
  };
  const remain = (rule: CompiledRule, satisfied: boolean): Remainder => {
    const looked = new Map<string, Value>();
    const remains = rule.remains({ ...record, looked }, table, satisfied);
    return { rule: rule.text, remains, looked: [...looked].map(toLooked) };
  };
  const about = rules.filter((rule) => concerns(rule, question.action));
  return {
    routes: about.filter((r) => r.text.effect === "permit").map((r) => remain(r, true)),
    safeguards: about
      .filter((r) => r.text.effect === "forbid")
      .map((r) => remain(r, false))
      .filter((one) => !isSilent(one)),
    duties: rules
      .filter((r) => r.text.effect === "duty" && concerns(r, DUTY_ACTION))
      .map((r) => remain(r, true))
      .filter((one) => one.remains !== NEVER),
  };
}

/** A safeguard that does not concern the question: nothing is asked of anybody. */
function isSilent(one: Remainder): boolean {
  return one.remains[0] === 0n;
}

function toLooked([path, value]: readonly [string, Value]): Looked {
  return { path, value: value as Looked["value"] };
}

function toRecord(attributes: object): RecordValue {
  return attributes as RecordValue;
}
