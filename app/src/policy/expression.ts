/**
 * Cedar expressions in their JSON form (Cedar policy language, JSON policy format), compiled once to
 * closures. Only the operators that packs need: anything else is refused when the pack is loaded.
 */
export type Value = boolean | number | string | EntityValue | readonly Value[] | RecordValue;
export interface RecordValue {
  readonly [name: string]: Value;
}
/** A reference to an entity; packs compare actions only. */
export interface EntityValue {
  readonly __entity: { readonly type: string; readonly id: string };
}

/** What an expression is evaluated in. `looked` collects the values that were read, by path. */
export interface Environment {
  readonly principal: RecordValue;
  readonly resource: RecordValue;
  readonly context: RecordValue;
  readonly looked?: Map<string, Value>;
}

export type Expression = (environment: Environment) => Value;

/** An expression that Cedar would fail on too: a missing attribute or a wrong type. */
export class EvaluationError extends Error {}

/** An operator, or a shape of JSON, that packs may not use. */
export class UnsupportedError extends Error {}

/** One node of Cedar's JSON form. */
export type Node = Readonly<Record<string, unknown>>;

const BINARY: ReadonlySet<string> = new Set([
  "&&",
  "||",
  "==",
  "!=",
  "<",
  "<=",
  ">",
  ">=",
  "contains",
  "containsAll",
  "containsAny",
]);

/** Compiles one node. Throws UnsupportedError for what packs may not use. */
export function compileExpression(node: Node): Expression {
  const [operator, argument] = soleEntry(node);
  switch (operator) {
    case "Value":
      return literal(argument);
    case "Var":
      return variable(argument);
    case ".":
      return attribute(node);
    case "has":
      return has(argument);
    case "Set":
      return set(argument);
    case "!":
      return not(child(argument, "arg"));
    case "isEmpty":
      return isEmpty(child(argument, "arg"));
    case "if-then-else":
      return conditional(argument);
    default:
      if (!BINARY.has(operator)) throw new UnsupportedError(`the operator ${operator}`);
      return binary(operator, child(argument, "left"), child(argument, "right"));
  }
}

/** The operator of a node and what it is applied to. */
export function soleEntry(node: Node): readonly [string, unknown] {
  const entries = Object.entries(node);
  const entry = entries[0];
  if (entries.length !== 1 || entry === undefined)
    throw new UnsupportedError("an empty expression");
  return entry;
}

/** The named operand of a node. */
export function child(argument: unknown, name: string): Node {
  const operand = isNode(argument) ? argument[name] : undefined;
  if (!isNode(operand)) throw new UnsupportedError(`an operand "${name}" that is missing`);
  return operand;
}

/** "resource.personal" for an attribute of principal, resource or context; else undefined. */
export function pathOf(node: Node): string | undefined {
  const [operator, argument] = soleEntry(node);
  if (operator === "Var") return typeof argument === "string" ? argument : undefined;
  if (operator !== ".") return undefined;
  const left = pathOf(child(argument, "left"));
  const attr = isNode(argument) ? argument["attr"] : undefined;
  return left === undefined || typeof attr !== "string" ? undefined : `${left}.${attr}`;
}

/** The operands of a node, for walking. */
export function operands(node: Node): readonly Node[] {
  const [operator, argument] = soleEntry(node);
  if (operator === "Set") return Array.isArray(argument) ? argument.filter(isNode) : [];
  if (!isNode(argument) || operator === "Value") return [];
  return Object.values(argument).filter(isNode);
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function literal(argument: unknown): Expression {
  if (
    typeof argument === "boolean" ||
    typeof argument === "string" ||
    Number.isSafeInteger(argument)
  ) {
    const value = argument as Value;
    return () => value;
  }
  throw new UnsupportedError("a literal that is not a boolean, a whole number or a text");
}

function variable(name: unknown): Expression {
  switch (name) {
    case "principal":
      return (env) => env.principal;
    case "resource":
      return (env) => env.resource;
    case "context":
      return (env) => env.context;
    default:
      throw new UnsupportedError(`the variable ${String(name)} inside a condition`);
  }
}

function attribute(node: Node): Expression {
  const [, argument] = soleEntry(node);
  const record = compileExpression(child(argument, "left"));
  const name = isNode(argument) ? String(argument["attr"]) : "";
  const path = pathOf(node) ?? name;
  return (env) => {
    const value = field(record(env), name);
    if (value === undefined) throw new EvaluationError(`${path} does not exist`);
    if (env.looked !== undefined && !isRecord(value)) env.looked.set(path, value);
    return value;
  };
}

function has(argument: unknown): Expression {
  const record = compileExpression(child(argument, "left"));
  const name = isNode(argument) ? String(argument["attr"]) : "";
  return (env) => field(record(env), name) !== undefined;
}

function set(argument: unknown): Expression {
  if (!Array.isArray(argument)) throw new UnsupportedError("a set that is not a list");
  const elements = argument.map((element) => {
    if (!isNode(element)) throw new UnsupportedError("a set element that is not an expression");
    return compileExpression(element);
  });
  return (env) => elements.map((element) => element(env));
}

function not(node: Node): Expression {
  const operand = compileExpression(node);
  return (env) => !asBoolean(operand(env));
}

function isEmpty(node: Node): Expression {
  const operand = compileExpression(node);
  return (env) => asSet(operand(env)).length === 0;
}

function conditional(argument: unknown): Expression {
  const condition = compileExpression(child(argument, "if"));
  const yes = compileExpression(child(argument, "then"));
  const no = compileExpression(child(argument, "else"));
  return (env) => (asBoolean(condition(env)) ? yes(env) : no(env));
}

function binary(operator: string, leftNode: Node, rightNode: Node): Expression {
  const left = compileExpression(leftNode);
  const right = compileExpression(rightNode);
  switch (operator) {
    case "&&":
      return (env) => asBoolean(left(env)) && asBoolean(right(env));
    case "||":
      return (env) => asBoolean(left(env)) || asBoolean(right(env));
    case "==":
      return (env) => isSame(left(env), right(env));
    case "!=":
      return (env) => !isSame(left(env), right(env));
    case "<":
      return (env) => asLong(left(env)) < asLong(right(env));
    case "<=":
      return (env) => asLong(left(env)) <= asLong(right(env));
    case ">":
      return (env) => asLong(left(env)) > asLong(right(env));
    case ">=":
      return (env) => asLong(left(env)) >= asLong(right(env));
    case "contains":
      return (env) => includes(asSet(left(env)), right(env));
    case "containsAll":
      return (env) => {
        const have = asSet(left(env));
        return asSet(right(env)).every((wanted) => includes(have, wanted));
      };
    case "containsAny":
      return (env) => {
        const have = asSet(left(env));
        return asSet(right(env)).some((wanted) => includes(have, wanted));
      };
    default:
      throw new UnsupportedError(`the operator ${operator}`);
  }
}

function field(value: Value, name: string): Value | undefined {
  if (!isRecord(value)) throw new EvaluationError(`${name} of something that has no attributes`);
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function isRecord(value: Value): value is RecordValue {
  return typeof value === "object" && !Array.isArray(value) && !Object.hasOwn(value, "__entity");
}

export function asBoolean(value: Value): boolean {
  if (typeof value !== "boolean") throw new EvaluationError("a boolean was expected");
  return value;
}

export function asSet(value: Value): readonly Value[] {
  if (!Array.isArray(value)) throw new EvaluationError("a set was expected");
  return value as readonly Value[];
}

function asLong(value: Value): number {
  if (typeof value !== "number") throw new EvaluationError("a whole number was expected");
  return value;
}

function includes(set: readonly Value[], wanted: Value): boolean {
  return typeof wanted === "object"
    ? set.some((element) => isSame(element, wanted))
    : set.includes(wanted);
}

/** Cedar equality: sets without order or repeats, records by attribute, other types never equal. */
function isSame(a: Value, b: Value): boolean {
  if (typeof a !== "object" || typeof b !== "object") return a === b;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b)) return false;
    return a.every((x) => includes(b, x)) && b.every((x) => includes(a, x));
  }
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => {
    const [x, y] = [(a as RecordValue)[key], (b as RecordValue)[key]];
    return x !== undefined && y !== undefined && isSame(x, y);
  });
}
