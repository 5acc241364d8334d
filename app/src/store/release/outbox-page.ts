import { sql, type RawBuilder } from "kysely";
import type { Moment } from "../column.ts";
import type { Reader } from "../transaction.ts";
import type { Place } from "./outbox-write.ts";

/** What is asked for; conditions hold together, and an absent one lets everything through. */
export interface PageAsked extends Place {
  /** Nothing is shown that was added later: what has not passed yet never is. */
  readonly until: Moment;
  readonly addedAfter?: Moment | undefined;
  readonly after?: number | undefined;
  readonly ids?: readonly string[] | undefined;
  readonly types?: readonly string[] | undefined;
  readonly versions: VersionsAsked;
  /** Absent: of each object the latest specification it is held in. */
  readonly specVersions?: readonly string[] | undefined;
  readonly limit: number;
  readonly mostBytes: number;
}

/** Any of these. */
export interface VersionsAsked {
  readonly first: boolean;
  readonly last: boolean;
  readonly all: boolean;
  readonly exactly: readonly Moment[];
}

export interface PageRow {
  readonly position: number;
  readonly dateAdded: Moment;
  readonly id: string;
  readonly type: string;
  readonly specVersion: string;
  readonly version: Moment;
  readonly mediaType: string;
  /** How many rows there are for this page, up to one more than its limit. */
  readonly found: number;
}

/**
 * A page of a partner's collection, without the bytes of its objects: one statement, which costs the same
 * however large the collection is. It follows, for each sort of rows that is asked for, the index of that
 * sort from where the last page ended, and takes the first of what they find.
 */
export async function pageOf(reader: Reader, asked: PageAsked): Promise<PageRow[]> {
  return await runPage<PageRow>(reader, asked, sql``);
}

/** The same with the bytes, of which only those that are handed out are read. */
export async function bodiesOf(
  reader: Reader,
  asked: PageAsked,
): Promise<(PageRow & { readonly body: Uint8Array })[]> {
  return await runPage<PageRow & { readonly body: Uint8Array }>(reader, asked, sql`, o.body`);
}

/** Whether an object is there in any version. */
export async function isHeld(
  { select }: Reader,
  { partner, collection, object, until }: Place & Held,
): Promise<boolean> {
  const found = await select
    .selectFrom("outbox")
    .select("position")
    .where("partner", "=", partner)
    .where("collection", "=", collection)
    .where("object_id", "=", object)
    .where("date_added", "<=", until)
    .orderBy("object_id")
    .orderBy("position")
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

interface Held {
  readonly object: string;
  readonly until: Moment;
}

type Piece = RawBuilder<unknown>;

async function runPage<R extends PageRow>(
  { select }: Reader,
  asked: PageAsked,
  body: Piece,
): Promise<R[]> {
  const { partner, collection, limit, mostBytes } = asked;
  const most = limit + 1;
  const page = sql<R>`(
    with span as (${spanOf(asked)}),
    page as (
      select found.position, found.size from (${unionOf(streamsOf(asked, most))}) as found
      order by found.position limit ${most}::int
    ),
    counted as (
      select page.position, page.size, sum(page.size) over (order by page.position) as bytes,
        count(*) over () as found
      from page
    )
    select o.position, o.date_added as "dateAdded", o.object_id as id, o.type,
      o.spec_version as "specVersion", o.version, o.media_type as "mediaType", counted.found ${body}
    from (
      select c.position, c.found from counted as c
      where c.bytes <= ${mostBytes}::bigint or c.bytes = c.size
      order by c.position limit ${limit}::int
    ) as counted
    join outbox as o on o.partner = ${partner} and o.collection = ${collection}::uuid
      and o.position = counted.position
  )`;
  return (await select
    .selectFrom(page.as("handed"))
    .selectAll()
    .orderBy("position")
    .execute()) as R[];
}

/**
 * After which position, and up to which: `low` and `high`, null where nothing was added by then. Times grow
 * with positions.
 */
function spanOf({ partner, collection, until, addedAfter, after = 0 }: PageAsked): Piece {
  const last = (moment: Moment): Piece => sql`(
    select t.position from outbox as t
    where t.partner = ${partner} and t.collection = ${collection}::uuid
      and t.date_added <= ${moment}::timestamptz
    order by t.date_added desc limit 1
  )`;
  const low =
    addedAfter === undefined
      ? sql`${after}::bigint`
      : sql`greatest(${after}::bigint, ${last(addedAfter)})`;
  return sql`select ${low} as low, ${last(until)} as high`;
}

/** What a page is put together from: no row is in two of them. */
function streamsOf(asked: PageAsked, most: number): readonly Piece[] {
  const { first, last, all, exactly } = asked.versions;
  const flags = [...(first ? [sql`s.is_first`] : []), ...(last ? [sql`s.is_last`] : [])];
  const isAsked = all ? sql`true` : any(flags);
  const isOther = all ? undefined : sql`not ${isAsked}`;
  return [
    ...(all || flags.length > 0 ? [streamOf(asked, most, isAsked)] : []),
    ...(exactly.length > 0 && isOther !== undefined
      ? [streamOf(asked, most, isOther, exactly)]
      : []),
  ];
}

/** The rows of the sorts for which `isAsked` holds, of these versions where they are given. */
function streamOf(
  asked: PageAsked,
  most: number,
  isAsked: Piece,
  exactly?: readonly Moment[],
): Piece {
  const { partner, collection, ids, types, specVersions } = asked;
  const isSpec =
    specVersions === undefined
      ? sql`s.is_latest`
      : sql`s.spec_version = any(${specVersions}::text[])`;
  const sorts = sql`outbox_sort as s`;
  const isSort = sql`s.partner = ${partner} and s.collection = ${collection}::uuid
    and ${isSpec} and ${isAsked}`;
  if (ids !== undefined) return ofObjects(asked, most, isSort, exactly);
  // The index of versions goes by type too.
  const byType = types !== undefined || exactly !== undefined;
  const ofType =
    types === undefined
      ? sql`(
          select t.type as value from outbox_type as t
          where t.partner = ${partner} and t.collection = ${collection}::uuid
        )`
      : sql`unnest(${[...new Set(types)]}::text[])`;
  const lists = [
    ...(exactly === undefined
      ? []
      : [sql`cross join unnest(${[...new Set(exactly)]}::timestamptz[]) as of_version (value)`]),
    ...(byType ? [sql`cross join ${ofType} as of_type (value)`] : []),
  ];
  const names = [...(exactly === undefined ? [] : ["version"]), ...(byType ? ["type"] : [])];
  const columns = [...names.map((name) => sql.ref(`o.${name}`)), sql`o.sort`];
  const values = [...names.map((name) => sql.ref(`of_${name}.value`)), sql`s.sort`];
  return sql`
    select near.position, near.size from span cross join ${sorts} ${pieces(lists)}
    cross join lateral (${near(asked, most, columns, values, sql``)}) as near
    where ${isSort}`;
}

/** Through the index of objects: each has few versions. */
function ofObjects(
  asked: PageAsked,
  most: number,
  isSort: Piece,
  exactly: readonly Moment[] | undefined,
): Piece {
  const { ids = [], types } = asked;
  const conditions = [
    sql`and exists (select 1 from outbox_sort as s where ${isSort} and s.sort = o.sort)`,
    ...(types === undefined ? [] : [sql`and o.type = any(${types}::text[])`]),
    ...(exactly === undefined ? [] : [sql`and o.version = any(${exactly}::timestamptz[])`]),
  ];
  return sql`
    select near.position, near.size
    from span cross join unnest(${[...new Set(ids)]}::text[]) as of_object (value)
    cross join lateral (
      ${near(asked, most, [sql`o.object_id`], [sql`of_object.value`], pieces(conditions))}
    ) as near`;
}

/**
 * The next rows of one index, within the span. Bounds and order name all its columns, so that no other
 * index would do: one of positions alone would be read through to its end for a sort that is rare.
 */
function near(
  { partner, collection }: PageAsked,
  most: number,
  columns: readonly Piece[],
  values: readonly Piece[],
  conditions: Piece,
): Piece {
  const row = sql.join([...columns, sql`o.position`]);
  return sql`
    select o.position, o.size from outbox as o
    where o.partner = ${partner} and o.collection = ${collection}::uuid
      and (${row}) > (${sql.join([...values, sql`span.low`])})
      and (${row}) <= (${sql.join([...values, sql`span.high`])})
      ${conditions}
    order by ${row} limit ${most}::int`;
}

function unionOf(streams: readonly Piece[]): Piece {
  if (streams.length === 0) return sql`select 0::bigint as position, 0::bigint as size where false`;
  return sql.join([...streams], sql` union all `);
}

function any(conditions: readonly Piece[]): Piece {
  return conditions.length === 0 ? sql`false` : sql`(${sql.join([...conditions], sql` or `)})`;
}

function pieces(all: readonly Piece[]): Piece {
  return sql.join([...all], sql` `);
}
