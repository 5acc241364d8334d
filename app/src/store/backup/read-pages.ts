import { sql, type RawBuilder } from "kysely";
import type { Reader } from "../transaction/transaction.ts";
import { formatRow, type Row, type Value } from "./rows.ts";
import type { Column, Table } from "./tables.ts";

/** What a page should come to, in characters of its lines; a single row may be more. */
const PAGE = 4_000_000;
const MOST_ROWS = 2_000;
const FIRST_ROWS = 100;

/** Some rows of a table, each with its line. */
export interface Page {
  readonly rows: readonly Row[];
  readonly lines: readonly string[];
}

/**
 * The rows of a table in the order of its key, page by page, as the reader's transaction sees them.
 * Pages are small where rows are large.
 */
export async function* readPages(reader: Reader, table: Table): AsyncGenerator<Page> {
  let after: Row | undefined;
  let most = FIRST_ROWS;
  for (;;) {
    const rows = await readPage(reader, table, after, most);
    const lines = rows.map((row) => formatRow(table, row));
    yield { rows, lines };
    if (rows.length < most) return;
    after = rows.at(-1);
    const mean = lines.reduce((sum, line) => sum + line.length, 0) / rows.length;
    most = Math.min(MOST_ROWS, Math.max(1, Math.floor(PAGE / mean)));
  }
}

/** How many rows a table has. */
export async function countRows({ select }: Reader, { name }: Table): Promise<number> {
  const { rows } = await select
    .selectFrom(sql`${sql.table(name)}`.as("counted"))
    .select(({ fn }) => fn.countAll<number>().as("rows"))
    .executeTakeFirstOrThrow();
  return rows;
}

async function readPage(
  { select }: Reader,
  { name, columns, key }: Table,
  after: Row | undefined,
  most: number,
): Promise<readonly Row[]> {
  const page = select
    .selectFrom(sql<Record<string, Value>>`${sql.table(name)}`.as("page"))
    .select(columns.map((column) => sql.ref<Value>(column.name).as(column.name)))
    .orderBy(sql.join(key.map((column) => sql.ref(column.name))))
    .limit(most);
  return await (after === undefined ? page : page.where(isAfter(key, after))).execute();
}

function isAfter(key: readonly Column[], row: Row): RawBuilder<boolean> {
  const columns = sql.join(key.map(({ name }) => sql.ref(name)));
  const values = sql.join(key.map(({ name, type }) => sql`${row[name] ?? null}::${sql.raw(type)}`));
  return sql<boolean>`(${columns}) > (${values})`;
}
