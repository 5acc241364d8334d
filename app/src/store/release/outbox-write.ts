import { sql } from "kysely";
import type { Moment } from "../column.ts";
import type { Transactor } from "../transaction.ts";
import { sortKey, type Sort, type Versioned } from "./outbox-sorts.ts";

/** A collection of a partner. */
export interface Place {
  readonly partner: string;
  readonly collection: string;
}

/** Where a collection ends. */
export interface End {
  readonly position: number;
  readonly dateAdded: Moment;
}

const NOTHING: End = { position: 0, dateAdded: "1970-01-01T00:00:00.000000Z" };

/** The end of a collection; everybody else who would add or take away waits until the transaction ends. */
export async function lockEnd(
  { change }: Transactor,
  { partner, collection }: Place,
): Promise<End> {
  const { position, dateAdded } = NOTHING;
  await change
    .insertInto("outbox_head")
    .values({ collection, partner, position, date_added: dateAdded })
    .onConflict((conflict) => conflict.column("collection").doNothing())
    .execute();
  return await change
    .selectFrom("outbox_head")
    .select(["position", "date_added as dateAdded"])
    .where("collection", "=", collection)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

export async function moveEnd(
  { change }: Transactor,
  { collection }: Place,
  { position, dateAdded }: End,
): Promise<void> {
  await change
    .updateTable("outbox_head")
    .set({ position, date_added: dateAdded })
    .where("collection", "=", collection)
    .execute();
}

/** A row that is there. */
export interface Held extends Versioned {
  readonly sort: number;
  readonly what: string;
  /** It was put there by a recall. */
  readonly isRecall: boolean;
  /** A later release holds it too. */
  readonly isShared: boolean;
}

/** All rows of these objects in a collection. */
export async function rowsOf(
  { change }: Transactor,
  { partner, collection }: Place,
  objects: readonly string[],
): Promise<Held[]> {
  if (objects.length === 0) return [];
  const { rows } = await sql<Held>`
    select found.position, found.object, found."specVersion", found.version, found.sort, found.what,
      d.recall is not null as "isRecall",
      exists (
        select 1 from outbox_shared as s where s.partner = ${partner}
          and s.collection = ${collection}::uuid and s.position = found.position
      ) as "isShared"
    from unnest(${[...new Set(objects)]}::text[]) as wanted (object)
    cross join lateral (
      select o.position, o.object_id as object, o.spec_version as "specVersion", o.version, o.sort,
        o.what
      from outbox as o
      where o.partner = ${partner} and o.collection = ${collection}::uuid
        and o.object_id = wanted.object
    ) as found
    join disclosure as d on d.what = found.what and d.collection = ${collection}::uuid
    order by found.position
  `.execute(change);
  return rows;
}

/** The bytes of some rows, by their positions. */
export async function bodiesAt(
  { change }: Transactor,
  { partner, collection }: Place,
  positions: readonly number[],
): Promise<ReadonlyMap<number, Uint8Array>> {
  if (positions.length === 0) return new Map();
  const rows = await change
    .selectFrom("outbox")
    .select(["position", "body"])
    .where("partner", "=", partner)
    .where("collection", "=", collection)
    .where("position", "=", anyPosition(positions))
    .execute();
  return new Map(rows.map(({ position, body }) => [position, body]));
}

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
  const rows = [...new Set(types)].map((type) => ({ partner, collection, type }));
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
    update outbox as o set sort = changed.sort
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
      version, sort, media_type, size, body, what)
    select ${partner}, ${collection}::uuid, a.position, a.date_added, a.object_id, a.type,
      a.spec_version, a.version, a.sort, a.media_type, a.size,
      substring(${bodies}::bytea, a.start, a.size), ${what}::uuid
    from unnest(
      ${rows.map(({ position }) => position)}::bigint[],
      ${rows.map(({ dateAdded }) => dateAdded)}::timestamptz[],
      ${rows.map(({ object }) => object)}::text[],
      ${rows.map(({ type }) => type)}::text[],
      ${rows.map(({ specVersion }) => specVersion)}::text[],
      ${rows.map(({ version }) => version)}::timestamptz[],
      ${rows.map(({ sort }) => sort)}::int[],
      ${rows.map(({ mediaType }) => mediaType)}::text[],
      ${starts}::int[],
      ${rows.map(({ bytes }) => bytes.length)}::int[]
    ) as a (position, date_added, object_id, type, spec_version, version, sort, media_type, start, size)
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

/**
 * Takes away the rows of what was recalled, but for those that another release holds too: they become
 * its own. Out: the objects whose rows are gone.
 */
export async function takeRows(
  { change }: Transactor,
  { collection, what }: Pick<Place, "collection"> & { readonly what: string },
): Promise<readonly string[]> {
  const given = sql<{ readonly position: number; readonly what: string }>`
    update outbox as o set what = other.what
    from (
      select s.partner, s.position, min(s.what::text)::uuid as what
      from outbox as mine join outbox_shared as s on s.partner = mine.partner
        and s.collection = mine.collection and s.position = mine.position
      where mine.what = ${what}::uuid and mine.collection = ${collection}::uuid
      group by s.partner, s.position
    ) as other
    where o.partner = other.partner and o.collection = ${collection}::uuid
      and o.position = other.position
    returning o.position, o.what
  `;
  const { rows } = await given.execute(change);
  await sql`
    delete from outbox_shared as s
    using unnest(${rows.map(({ position }) => position)}::bigint[],
      ${rows.map((row) => row.what)}::uuid[]) as given (position, what)
    where s.what = given.what and s.collection = ${collection}::uuid and s.position = given.position
  `.execute(change);
  await change
    .deleteFrom("outbox_shared")
    .where("what", "=", what)
    .where("collection", "=", collection)
    .execute();
  const gone = await change
    .deleteFrom("outbox")
    .where("what", "=", what)
    .where("collection", "=", collection)
    .returning("object_id")
    .execute();
  return [...new Set(gone.map(({ object_id }) => object_id))];
}

function anyPosition(positions: readonly number[]) {
  return sql<number>`any(${positions}::bigint[])`;
}
