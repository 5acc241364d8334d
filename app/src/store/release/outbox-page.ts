import { sql, type RawBuilder } from "kysely";
import type { Moment } from "../column.ts";
import type { Reader } from "../transaction.ts";
import type { Place } from "./outbox-end.ts";
import { streamsOf } from "./outbox-streams.ts";

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
  const found = sql<{ readonly position: number }>`(
    select o.position from outbox as o
    where o.partner = ${partner} and o.collection = ${collection}::uuid
      and (o.object_id, o.position) > (${object}, 0) and o.object_id <= ${object}
      and o.date_added <= ${until}::timestamptz
    order by o.object_id, o.position limit 1
  )`;
  const row = await select.selectFrom(found.as("found")).selectAll().executeTakeFirst();
  return row !== undefined;
}

interface Held {
  readonly object: string;
  readonly until: Moment;
}

type Piece = RawBuilder<unknown>;

/** Rows are looked up by a range and an order, which no index but that of positions has. */
async function runPage<R extends PageRow>(
  { select }: Reader,
  asked: PageAsked,
  body: Piece,
): Promise<R[]> {
  const { partner, collection } = asked;
  const page = sql<R>`(
    with span as (${spanOf(asked)}), handed as (${positionsOf(asked)})
    select o.position, o.date_added as "dateAdded", o.object_id as id, o.type,
      o.spec_version as "specVersion", o.version, o.media_type as "mediaType", handed.found ${body}
    from handed cross join lateral (
      select * from outbox as own
      where own.partner = ${partner} and own.collection = ${collection}::uuid
        and own.position > handed.position - 1 and own.position <= handed.position
      order by own.position limit 1
    ) as o
  )`;
  const rows = await select.selectFrom(page.as("page")).selectAll().orderBy("position").execute();
  return rows as R[];
}

/**
 * The positions of a page, each with how many there are up to one more than its limit. Where they end
 * before the limit, their sizes say so: no bytes are read for that.
 */
function positionsOf(asked: PageAsked): Piece {
  const { limit, mostBytes } = asked;
  const most = limit + 1;
  return sql`
    select c.position, c.found from (
      select p.position, p.size, sum(p.size) over (order by p.position) as bytes,
        count(*) over () as found
      from (
        select found.position, found.size from (${unionOf(streamsOf(asked, most))}) as found
        order by found.position limit ${most}::int
      ) as p
    ) as c
    where c.bytes <= ${mostBytes}::bigint or c.bytes = c.size
    order by c.position limit ${limit}::int`;
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

function unionOf(streams: readonly Piece[]): Piece {
  if (streams.length === 0) return sql`select 0::bigint as position, 0::bigint as size where false`;
  return sql.join([...streams], sql` union all `);
}
