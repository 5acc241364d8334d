import { sql } from "kysely";
import { roleName } from "../connection/roles.ts";
import type { Reader } from "../transaction/transaction.ts";

/** The types of the dialect: what a backup knows how to write and read. */
export const COLUMN_TYPES = [
  "uuid",
  "text",
  "bytea",
  "int4",
  "int8",
  "timestamptz",
  "date",
  "bool",
] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

/** A table as the database describes it. */
export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  /** The columns of its primary key, in the key's order. */
  readonly key: readonly Column[];
}

/** Which tables a backup carries, and which it does not. */
export interface Tables {
  /** As far as that goes, in an order in which no table comes before one it refers to. */
  readonly carried: readonly Table[];
  /** By name: filled anew, or left empty on purpose. */
  readonly leftOut: readonly string[];
}

/**
 * What opens a door is not brought back: somebody may have been locked out since the backup was made,
 * so whoever holds one of these gets a new one. The list of migrations is made by migrating, and the mark of
 * the register by whoever next changes it.
 */
const LEFT_OUT: ReadonlySet<string> = new Set([
  "migration",
  "register_mark",
  "session",
  "challenge",
  "enrolment",
  "enrolment_confirmation",
  "enrolment_end",
  "api_token",
  "api_token_end",
  "channel_key",
]);

/**
 * Every table that migrations made, as the database's own catalogue has it: one that a later migration
 * adds is carried without a word here.
 *
 * Throws a plain Error for a table whose rows could not be brought back: without a key, with a column
 * of a type that is not known here, with a reference to one that is left out.
 */
export async function readTables(reader: Reader): Promise<Tables> {
  const columns = await readColumns(reader);
  const constraints = await readConstraints(reader);
  const names = [...new Set(columns.map(({ table }) => table))].toSorted();
  const tables = names
    .filter((name) => !LEFT_OUT.has(name))
    .map((name) => {
      const own = columns.filter(({ table }) => table === name);
      const key = constraints.find(({ table, kind }) => table === name && kind === "p");
      return toTable(name, own, key?.columns ?? []);
    });
  const leftOut = names.filter((name) => LEFT_OUT.has(name));
  return { carried: inOrder(tables, constraints), leftOut };
}

interface FoundColumn {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly number: number;
}

interface FoundConstraint {
  readonly table: string;
  readonly kind: string;
  /** Numbers of columns. */
  readonly columns: readonly number[];
  readonly refers: string | null;
}

async function readColumns({ select }: Reader): Promise<FoundColumn[]> {
  const found = sql<FoundColumn>`(
    select c.relname::text as "table", a.attname::text as name, t.typname::text as type,
      a.attnum::int4 as number
    from ${OWN_TABLES} join pg_catalog.pg_attribute as a on a.attrelid = c.oid
      join pg_catalog.pg_type as t on t.oid = a.atttypid
    where ${IS_OWN} and a.attnum > 0 and not a.attisdropped
  )`;
  const rows = await select.selectFrom(found.as("found")).selectAll().execute();
  return rows.toSorted((a, b) => a.number - b.number);
}

async function readConstraints({ select }: Reader): Promise<FoundConstraint[]> {
  const found = sql<FoundConstraint>`(
    select c.relname::text as "table", k.contype::text as kind, k.conkey as columns,
      f.relname::text as refers
    from ${OWN_TABLES} join pg_catalog.pg_constraint as k on k.conrelid = c.oid
      left join pg_catalog.pg_class as f on f.oid = k.confrelid
    where ${IS_OWN} and k.contype in ('p', 'f')
  )`;
  return await select.selectFrom(found.as("found")).selectAll().execute();
}

/** Those that the migrator owns: a site's administrator may keep others beside them. */
const OWN_TABLES = sql`pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  join pg_catalog.pg_roles as r on r.oid = c.relowner`;
const IS_OWN = sql`n.nspname = 'public' and r.rolname = ${sql.lit(roleName("migrator"))}
  and c.relkind in ('r', 'p')`;

function toTable(name: string, found: readonly FoundColumn[], numbers: readonly number[]): Table {
  const columns = found.map((one) => {
    const type = COLUMN_TYPES.find((known) => known === one.type);
    if (type === undefined) throw unknown(name, `its column ${one.name} is of type ${one.type}`);
    return { name: one.name, type, number: one.number };
  });
  const key = numbers.flatMap((number) => columns.filter((column) => column.number === number));
  if (key.length === 0) throw unknown(name, "it has no primary key");
  const plain = ({ name: column, type }: Column): Column => ({ name: column, type });
  return { name, columns: columns.map(plain), key: key.map(plain) };
}

function inOrder(tables: readonly Table[], constraints: readonly FoundConstraint[]): Table[] {
  const ordered: Table[] = [];
  const isThere = (name: string): boolean => ordered.some((table) => table.name === name);
  while (ordered.length < tables.length) {
    const rest = tables.filter((table) => !ordered.includes(table));
    const ready = rest.filter(({ name }) =>
      refersTo(name, constraints).every((other) => other === name || isThere(other)),
    );
    // Where tables refer to each other in a ring, none of them can be the first.
    ordered.push(...(ready.length === 0 ? rest : ready));
  }
  return ordered;
}

function refersTo(name: string, constraints: readonly FoundConstraint[]): string[] {
  const own = constraints.filter(({ table, kind }) => table === name && kind === "f");
  const others = own.flatMap(({ refers }) => refers ?? []);
  const out = others.find((other) => LEFT_OUT.has(other));
  if (out !== undefined) throw unknown(name, `it refers to ${out}, which is left out`);
  return others;
}

function unknown(table: string, problem: string): Error {
  return new Error(`a backup cannot carry the table ${table}: ${problem}`);
}
