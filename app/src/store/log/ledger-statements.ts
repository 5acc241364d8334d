import { sql, type RawBuilder, type Selectable } from "kysely";
import type { LoggedEntry } from "./ledger-rows.ts";
import type { EntryTable, Moment } from "../schema.ts";
import { statement, type Statement } from "../transaction/statement.ts";

/** An entry that waits, as a row. */
interface PendingRow {
  readonly log_id: string;
  readonly id: string;
  readonly body: Uint8Array;
  readonly at: Moment;
}

/** An entry of the log, as a row without its log. */
type EntryRow = Omit<Selectable<EntryTable>, "log_id">;

/** Adds an entry to those that wait. Fails where its id waits already. */
export const insertNewPending: Statement<PendingRow, unknown> = statement((query, row) =>
  query
    .insertInto("pending")
    .values({ log_id: row.log_id, id: row.id, body: row.body, at: row.at })
    .compile(),
);

/** Fails, as what is cast is no number then, where an entry with this id is in the log. */
export const refuseLogged: Statement<Pick<PendingRow, "log_id" | "id">, unknown> = statement(
  (query, row) =>
    sql`
      select cast(case when exists (
        select entry.id from entry where entry.log_id = ${row.log_id} and entry.id = ${row.id}
      ) then 'in the log' else '0' end as int4) as logged
    `.compile(query),
);

/** The same for several: where one of them is. Looks each one up, as `entriesAmong` does. */
export const refuseAnyLogged: Statement<
  { readonly log_id: string; readonly ids: readonly string[] },
  unknown
> = statement((query, { log_id, ids }) =>
  sql`
    select cast(case when exists (
      select found.id
      from unnest(${ids}::uuid[]) as wanted (id)
      cross join lateral (
        select entry.id from entry
        where entry.log_id = ${log_id} and entry.id = wanted.id
        limit 1
      ) as found
    ) then 'in the log' else '0' end as int4) as logged
  `.compile(query),
);

/** Entries for those that wait, as columns. */
export interface PendingRows {
  readonly log_id: string;
  readonly ids: readonly string[];
  readonly bodies: readonly Uint8Array[];
  readonly ats: readonly Moment[];
}

/** Adds those that do not wait already; the ids that were new. */
export const insertAllPending: Statement<PendingRows, { readonly id: string }> = statement(
  (query, rows) =>
    sql<{ readonly id: string }>`
      insert into pending (log_id, id, body, at)
      select ${rows.log_id}::uuid, added.id, added.body, added.at
      from unnest(${rows.ids}::uuid[], ${rows.bodies}::bytea[], ${rows.ats}::timestamptz[])
        as added (id, body, at)
      on conflict do nothing
      returning id
    `.compile(query),
);

/** The same for several. Fails where an id waits already. */
export const insertAllNewPending: Statement<PendingRows, unknown> = statement((query, rows) =>
  sql`
    insert into pending (log_id, id, body, at)
    select ${rows.log_id}::uuid, added.id, added.body, added.at
    from unnest(${rows.ids}::uuid[], ${rows.bodies}::bytea[], ${rows.ats}::timestamptz[])
      as added (id, body, at)
  `.compile(query),
);

/** The entry with an id. */
export const findEntry: Statement<Pick<PendingRow, "log_id" | "id">, EntryRow> = statement(
  (query, row) =>
    query
      .selectFrom("entry")
      .select(["idx", "id", "body", "leaf"])
      .where("log_id", "=", row.log_id)
      .where("id", "=", row.id)
      .compile(),
);

/**
 * The entries with any of these ids. Looks each one up: for `id = any(...)` a server that has not
 * analysed the table yet reads all entries of the log.
 */
export const entriesAmong: Statement<
  { readonly log_id: string; readonly ids: readonly string[] },
  EntryRow
> = statement((query, { log_id, ids }) =>
  sql<EntryRow>`
    select found.idx, found.id, found.body, found.leaf
    from unnest(${ids}::uuid[]) as wanted (id)
    cross join lateral (
      select entry.idx, entry.id, entry.body, entry.leaf
      from entry
      where entry.log_id = ${log_id} and entry.id = wanted.id
      limit 1
    ) as found
  `.compile(query),
);

/**
 * Adds entries to a log. Bodies and leaves go as two long strings of bytes with the length of each
 * body; as a list every one of them would be written in hexadecimal and read again.
 */
export function insertEntries(logId: string, entries: readonly LoggedEntry[]): RawBuilder<unknown> {
  let end = 0;
  const starts = entries.map(({ bytes }) => (end += bytes.length) - bytes.length + 1);
  const bodies = Buffer.concat(entries.map(({ bytes }) => bytes));
  const leaves = Buffer.concat(entries.map(({ leaf }) => leaf));
  return sql`
    insert into entry (log_id, idx, id, body, leaf)
    select
      ${logId}::uuid,
      added.idx,
      added.id,
      substring(${bodies}::bytea, added.start, added.length),
      substring(${leaves}::bytea, added.leaf_start, 32)
    from unnest(
      ${entries.map(({ index }) => index)}::bigint[],
      ${entries.map(({ id }) => id)}::uuid[],
      ${starts}::int[],
      ${entries.map(({ bytes }) => bytes.length)}::int[],
      ${entries.map((_, at) => at * 32 + 1)}::int[]
    ) as added (idx, id, start, length, leaf_start)
  `;
}
