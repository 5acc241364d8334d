import { parse } from "libpg-query";

/**
 * What may stand in a statement so that PostgreSQL, CockroachDB, YugabyteDB and Citus read it the same
 * way. Lists of what is allowed, not of what is not: a thing that is on no list is a question to be
 * answered before it is used. Triggers, sequences, listeners, locks on tables, extensions and the
 * rest are kinds of statements that are not here.
 */
const STATEMENTS = new Set([
  "SelectStmt",
  "InsertStmt",
  "UpdateStmt",
  "DeleteStmt",
  "TransactionStmt",
  "CreateStmt",
  "AlterTableStmt",
  "IndexStmt",
  "GrantStmt",
  "CreatePolicyStmt",
]);

/** No clock, no randomness, no sequence, no advisory lock, no notification. */
const FUNCTIONS = new Set([
  "octet_length",
  "position",
  "substring",
  "unnest",
  "count",
  "min",
  "max",
  "sum",
  "current_setting",
  "set_config",
  "convert_from",
]);

const TYPES = new Set(["uuid", "text", "bytea", "int4", "int8", "timestamptz", "date", "bool"]);

/** A table gets and loses whole columns; types and constraints of what is there stay as they are. */
const ALTERATIONS = new Set([
  "AT_AddColumn",
  "AT_DropColumn",
  "AT_EnableRowSecurity",
  "AT_ForceRowSecurity",
]);

const CONSTRAINTS = new Set([
  "CONSTR_PRIMARY",
  "CONSTR_UNIQUE",
  "CONSTR_FOREIGN",
  "CONSTR_CHECK",
  "CONSTR_NOTNULL",
  "CONSTR_NULL",
]);

/** Not "/": on whole numbers it gives a fraction in CockroachDB. */
const OPERATORS = new Set(["BETWEEN", "=", "<>", "<", "<=", ">", ">=", "+", "-", "*"]);

/** A node of the parser's tree. */
type Node = Readonly<Record<string, unknown>>;

/** What in a statement is not in the common dialect; empty when all of it is. */
export async function dialectProblems(sql: string): Promise<string[]> {
  const tree: unknown = await parse(sql);
  return [...new Set(problemsIn(tree))];
}

function problemsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(problemsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...problemOf(key, inner as Node),
    ...problemsIn(inner),
  ]);
}

function problemOf(kind: string, node: Node): string[] {
  if (kind === "typeName") return unlisted("type", lastName(node["names"]), TYPES);
  if (/^[A-Z]\w+Stmt$/.test(kind)) {
    return [...unlisted("statement", kind, STATEMENTS), ...problemsOfTable(kind, node)];
  }
  switch (kind) {
    case "FuncCall":
      return unlisted("function", lastName(node["funcname"]), FUNCTIONS);
    case "A_Expr":
      return unlisted("operator", lastName(node["name"]), OPERATORS);
    case "AlterTableCmd":
      return unlisted("alteration", String(node["subtype"]), ALTERATIONS);
    case "SQLValueFunction":
      return [`function ${String(node["op"])}`];
    case "Constraint":
      return [...unlisted("constraint", String(node["contype"]), CONSTRAINTS), ...deferrable(node)];
    default:
      return [];
  }
}

function problemsOfTable(kind: string, node: Node): string[] {
  const isPlainIndex = kind !== "IndexStmt" || node["accessMethod"] === "btree";
  const extra = ["inhRelations", "partspec", "options", "tablespacename", "concurrent"].filter(
    (name) => (kind === "CreateStmt" || kind === "IndexStmt") && name in node,
  );
  return [...(isPlainIndex ? [] : [`index ${String(node["accessMethod"])}`]), ...extra];
}

function deferrable(node: Node): string[] {
  return node["deferrable"] === true || node["initdeferred"] === true ? ["deferrable"] : [];
}

function unlisted(what: string, name: string, allowed: ReadonlySet<string>): string[] {
  return allowed.has(name) ? [] : [`${what} ${name}`];
}

/** `pg_catalog.int8` as the parser gives it: a list of nodes {String: {sval}}. */
function lastName(names: unknown): string {
  const last: unknown = Array.isArray(names) ? names.at(-1) : undefined;
  const { String: text } = (last ?? {}) as { readonly String?: { readonly sval?: string } };
  return text?.sval ?? "?";
}
