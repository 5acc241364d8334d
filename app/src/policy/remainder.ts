import {
  ALWAYS,
  both,
  either,
  NEVER,
  type Formula,
  type MeasureTable,
} from "../core/deciding/formula.ts";
import { MEASURE_KINDS, type MeasureKind } from "../core/measure.ts";
import {
  asBoolean,
  asSet,
  child,
  compileExpression,
  EvaluationError,
  operands,
  pathOf,
  soleEntry,
  UnsupportedError,
  type Environment,
  type Expression,
  type Node,
} from "./expression.ts";

const MEASURES = "context.measures";

/**
 * What remains of a condition when everything but the measures is known: the ways to make it
 * `wanted`. Throws EvaluationError where Cedar would fail.
 */
export type Remains = (env: Environment, table: MeasureTable, wanted: boolean) => Formula;

/** Compiles a condition for unknown measures. Throws UnsupportedError for a forbidden use of them. */
export function compileRemains(node: Node): Remains {
  if (!mentionsMeasures(node)) return constant(compileExpression(node));
  const [operator, argument] = soleEntry(node);
  switch (operator) {
    case "!": {
      const operand = compileRemains(child(argument, "arg"));
      return (env, table, wanted) => operand(env, table, !wanted);
    }
    case "&&":
      return junction(argument, true);
    case "||":
      return junction(argument, false);
    case "contains":
    case "containsAll":
    case "containsAny":
      return measureAtom(operator, argument);
    default:
      throw new UnsupportedError(
        `${operator} on measures; a rule may only ask contains, containsAll or containsAny`,
      );
  }
}

/** Does any part of a condition look at the measures? */
export function mentionsMeasures(node: Node): boolean {
  const path = pathOf(node);
  if (path === MEASURES || path === "context") return true;
  return operands(node).some(mentionsMeasures) && !isPlainContext(node);
}

/** The kind of measure whose set this node is: "approve" for context.measures.approvals. */
export function measureKindOf(node: Node): MeasureKind | undefined {
  const path = pathOf(node);
  const kinds: readonly string[] = Object.keys(MEASURE_KINDS);
  return kinds.find(
    (kind): kind is MeasureKind => path === `${MEASURES}.${MEASURE_KINDS[kind as MeasureKind]}`,
  );
}

/** context.something, other than the measures, looks at the context but not at the measures. */
function isPlainContext(node: Node): boolean {
  const path = pathOf(node);
  return path !== undefined && path.startsWith("context.") && !path.startsWith(MEASURES);
}

function constant(expression: Expression): Remains {
  return (env, _table, wanted) => (asBoolean(expression(env)) === wanted ? ALWAYS : NEVER);
}

/** `&&` or `||`, with Cedar's short cut: a left side that settles it is not followed by the right. */
function junction(argument: unknown, isAnd: boolean): Remains {
  const left = compileRemains(child(argument, "left"));
  const right = compileRemains(child(argument, "right"));
  return (env, table, wanted) => {
    const first = left(env, table, wanted);
    const needsBoth = isAnd === wanted;
    if (needsBoth && first === NEVER) return NEVER;
    if (!needsBoth && first === ALWAYS) return ALWAYS;
    const second = right(env, table, wanted);
    return needsBoth ? both(first, second) : either(first, second);
  };
}

function measureAtom(operator: string, argument: unknown): Remains {
  const kind = measureKindOf(child(argument, "left"));
  if (kind === undefined) throw new UnsupportedError("something other than one set of measures");
  const right = child(argument, "right");
  if (mentionsMeasures(right)) throw new UnsupportedError("a comparison of measures with measures");
  const wantedNames = compileExpression(right);
  return (env, table, wanted) => {
    if (!wanted) throw new EvaluationError("a rule asks for the absence of a measure");
    const value = wantedNames(env);
    const names = operator === "contains" ? [value] : asSet(value);
    const atoms = names.map((name) => table.atom(`${kind}:${asText(name)}`));
    return operator === "containsAny" ? atoms.reduce(either, NEVER) : atoms.reduce(both, ALWAYS);
  };
}

function asText(value: unknown): string {
  if (typeof value !== "string") throw new EvaluationError("a measure that is not a text");
  return value;
}
