import type { RuleText } from "../core/pack.ts";
import type { MeasureKind } from "../core/measure.ts";
import {
  ALWAYS,
  both,
  either,
  NEVER,
  type Formula,
  type MeasureTable,
} from "../core/deciding/formula.ts";
import {
  asBoolean,
  child,
  compileExpression,
  isNode,
  operands,
  pathOf,
  soleEntry,
  UnsupportedError,
  type Environment,
  type Expression,
  type Node,
} from "./expression.ts";
import { compileRemains, measureKindOf, type Remains } from "./remainder.ts";

/** A condition of a rule: `when` must be true, `unless` must be false. */
interface Condition {
  readonly wanted: boolean;
  readonly test: Expression;
  readonly remains: Remains;
}

/** One rule, ready to run in both of our modes. */
export interface CompiledRule {
  readonly text: RuleText;
  readonly actions: ReadonlySet<string> | "all";
  /** Every attribute the rule names, measures left out, as the steps that lead to it. */
  readonly names: readonly (readonly string[])[];
  /** Kinds of measures it looks at. */
  readonly kinds: readonly MeasureKind[];
  /** The measures, of those seen, that could make a difference to the rule. */
  asksFor(table: MeasureTable): bigint;
  /** Is the rule satisfied? Throws EvaluationError where Cedar fails. */
  isSatisfied(env: Environment): boolean;
  /** The ways in which its conditions become all satisfied (`true`) or not all (`false`). */
  remains(env: Environment, table: MeasureTable, satisfied: boolean): Formula;
}

/** Compiles one policy in Cedar's JSON form. Throws UnsupportedError for what packs may not use. */
export function compileRule(text: RuleText, policy: Node): CompiledRule {
  for (const side of ["principal", "resource"]) {
    if (!isNode(policy[side]) || policy[side]["op"] !== "All") {
      throw new UnsupportedError(`a limit on ${side} in the head; write it in a condition`);
    }
  }
  const conditions = conditionsOf(policy);
  return {
    text,
    actions: actionsOf(policy),
    ...namesIn(policy),
    isSatisfied: (env) => conditions.every((one) => asBoolean(one.test(env)) === one.wanted),
    remains: (env, table, satisfied) =>
      satisfied ? allOf(conditions, env, table) : notAllOf(conditions, env, table),
  };
}

/** Does the rule concern this action? */
export function concerns(rule: CompiledRule, action: string): boolean {
  return rule.actions === "all" || rule.actions.has(action);
}

function allOf(conditions: readonly Condition[], env: Environment, table: MeasureTable): Formula {
  let formula: Formula = ALWAYS;
  for (const one of conditions) {
    formula = both(formula, one.remains(env, table, one.wanted));
    if (formula === NEVER) return NEVER;
  }
  return formula;
}

/** Cedar tests conditions in order and stops at the first that fails; so do we. */
function notAllOf(
  conditions: readonly Condition[],
  env: Environment,
  table: MeasureTable,
): Formula {
  let formula: Formula = NEVER;
  for (const one of conditions) {
    formula = either(formula, one.remains(env, table, !one.wanted));
    if (formula === ALWAYS) return ALWAYS;
  }
  return formula;
}

function conditionsOf(policy: Node): readonly Condition[] {
  const list = policy["conditions"];
  if (!Array.isArray(list)) throw new UnsupportedError("a rule whose conditions are not a list");
  return list.map((condition: unknown) => {
    const body = isNode(condition) ? condition["body"] : undefined;
    if (!isNode(condition) || !isNode(body)) throw new UnsupportedError("an empty condition");
    return {
      wanted: condition["kind"] === "when",
      test: compileExpression(body),
      remains: compileRemains(body),
    };
  });
}

function namesIn(policy: Node): Pick<CompiledRule, "names" | "kinds" | "asksFor"> {
  const names = new Set<string>();
  const kinds = new Set<MeasureKind>();
  const literals = new Set<string>();
  const open = new Set<MeasureKind>();
  const visit = (node: Node): void => {
    const [operator, argument] = soleEntry(node);
    const kind = operator.startsWith("contains")
      ? measureKindOf(child(argument, "left"))
      : undefined;
    if (kind !== undefined) {
      kinds.add(kind);
      const wanted = literalTexts(child(argument, "right"));
      if (wanted === undefined) open.add(kind);
      for (const name of wanted ?? []) literals.add(`${kind}:${name}`);
    }
    const path = pathOf(node);
    if (path === undefined) operands(node).forEach(visit);
    else if (measureKindOf(node) === undefined) names.add(path);
  };
  conditionBodies(policy).forEach(visit);
  return {
    names: [...names].toSorted().map((name) => name.split(".")),
    kinds: [...kinds].toSorted(),
    asksFor: (table) =>
      [
        ...[...literals].map((measure) => table.find(measure)),
        ...[...open].map((kind) => table.starting(`${kind}:`)),
      ].reduce((set, bits) => set | bits, 0n),
  };
}

/** The texts of a literal, or of a list of literals; undefined when they are not all literal. */
function literalTexts(node: Node): readonly string[] | undefined {
  const [operator, argument] = soleEntry(node);
  if (operator === "Value") return [String(argument)];
  if (operator !== "Set") return undefined;
  const texts = operands(node).map(literalTexts);
  return texts.includes(undefined) ? undefined : texts.flatMap((text) => text ?? []);
}

function conditionBodies(policy: Node): readonly Node[] {
  const conditions = policy["conditions"];
  return (Array.isArray(conditions) ? conditions : []).flatMap((condition: unknown) =>
    isNode(condition) && isNode(condition["body"]) ? [condition["body"]] : [],
  );
}

function actionsOf(policy: Node): ReadonlySet<string> | "all" {
  const head = policy["action"];
  if (!isNode(head)) throw new UnsupportedError("a head without an action");
  if (head["op"] === "All") return "all";
  const one = head["entity"];
  const several = head["entities"];
  const entities = isNode(one) ? [one] : Array.isArray(several) ? several.filter(isNode) : [];
  if (entities.length === 0) throw new UnsupportedError("an action head other than == or in");
  return new Set(entities.map((entity) => String(entity["id"])));
}
