import { sql } from "kysely";
import type { Moment } from "../column.ts";
import type { Transactor } from "../transaction/transaction.ts";
import type { Place } from "./outbox-end.ts";
import { numberOfType, numberOfVersion } from "./outbox-numbers.ts";
import { sortKey, type Sort, type Versioned } from "./outbox-sorts.ts";

/** The numbers of these sorts in a collection, those that are new added. Whoever calls holds its end. */
export async function numberSorts(
  { change }: Transactor,
  { partner, collection }: Place,
  sorts: Iterable<Sort>,
): Promise<ReadonlyMap<string, number>> {
  const rows = await change
    .selectFrom("outbox_sort")
    .select(["sort", "spec_version as specVersion", "is_first as isFirst", "is_last as isLast"])
    .select("is_latest as isLatest")
    .where("partner", "=", partner)
    .where("collection", "=", collection)
    .execute();
  const numbers = new Map(rows.map((row) => [sortKey(row), row.sort]));
  const added = [];
  for (const sort of sorts) {
    if (numbers.has(sortKey(sort))) continue;
    const number = numbers.size + 1;
    numbers.set(sortKey(sort), number);
    const { specVersion: spec_version, isFirst: is_first, isLast: is_last } = sort;
    const row = { partner, collection, sort: number, spec_version, is_first, is_last };
    added.push({ ...row, is_latest: sort.isLatest });
  }
  if (added.length > 0) await change.insertInto("outbox_sort").values(added).execute();
  return numbers;
}

/** Notes that there are rows of these types. */
export async function addTypes(
  { change }: Transactor,
  { partner, collection }: Place,
  types: readonly string[],
): Promise<void> {
  const rows = [...new Set(types)].map((type) => {
    return { partner, collection, type, number: numberOfType(type) };
  });
  if (rows.length === 0) return;
  await change
    .insertInto("outbox_type")
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Gives rows another sort. */
export async function resort(
  { change }: Transactor,
  { partner, collection }: Place,
  rows: readonly { readonly position: number; readonly sort: number }[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update outbox as o set sort = changed.sort, typed = o.typed - o.sort + changed.sort,
      versioned = o.versioned - o.sort + changed.sort
    from unnest(
      ${rows.map(({ position }) => position)}::bigint[], ${rows.map(({ sort }) => sort)}::int[]
    ) as changed (position, sort)
    where o.partner = ${partner} and o.collection = ${collection}::uuid
      and o.position = changed.position
  `.execute(change);
}

/** A row on its way into the outbox. */
export interface NewRow extends Versioned {
  readonly dateAdded: Moment;
  readonly type: string;
  readonly sort: number;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** Adds rows that a disclosure shows; their bytes go as one long string of bytes, as entries do. */
export async function insertRows(
  { change }: Transactor,
  { partner, collection, what }: Place & { readonly what: string },
  rows: readonly NewRow[],
): Promise<void> {
  if (rows.length === 0) return;
  let end = 0;
  const starts = rows.map(({ bytes }) => (end += bytes.length) - bytes.length + 1);
  const bodies = Buffer.concat(rows.map(({ bytes }) => bytes));
  await sql`
    insert into outbox (partner, collection, position, date_added, object_id, type, spec_version,
      version, sort, typed, versioned, media_type, size, body, what)
    select ${partner}, ${collection}::uuid, a.position, a.date_added, a.object_id, a.type,
      a.spec_version, a.version, a.sort, a.typed, a.versioned, a.media_type, a.size,
      substring(${bodies}::bytea, a.start, a.size), ${what}::uuid
    from unnest(
      ${rows.map(({ position }) => position)}::bigint[],
      ${rows.map(({ dateAdded }) => dateAdded)}::timestamptz[],
      ${rows.map(({ object }) => object)}::text[],
      ${rows.map(({ type }) => type)}::text[],
      ${rows.map(({ specVersion }) => specVersion)}::text[],
      ${rows.map(({ version }) => version)}::timestamptz[],
      ${rows.map(({ sort }) => sort)}::int[],
      ${rows.map(typedOf)}::bigint[],
      ${rows.map((row) => typedOf(row) + numberOfVersion(row.version))}::bigint[],
      ${rows.map(({ mediaType }) => mediaType)}::text[],
      ${starts}::int[],
      ${rows.map(({ bytes }) => bytes.length)}::int[]
    ) as a (position, date_added, object_id, type, spec_version, version, sort, typed, versioned, media_type,
      start, size)
  `.execute(change);
}

/** Says that a later release holds these rows too. */
export async function shareRows(
  { change }: Transactor,
  { partner, collection, what }: Place & { readonly what: string },
  positions: readonly number[],
): Promise<void> {
  if (positions.length === 0) return;
  await sql`
    insert into outbox_shared (partner, collection, position, what)
    select ${partner}, ${collection}::uuid, shared.position, ${what}::uuid
    from unnest(${positions}::bigint[]) as shared (position)
    on conflict do nothing
  `.execute(change);
}

function typedOf({ type, sort }: NewRow): number {
  return numberOfType(type) + sort;
}
