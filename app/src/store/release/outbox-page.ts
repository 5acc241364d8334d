import { sql, type RawBuilder } from "kysely";
import type { Moment } from "../column.ts";
import type { Reader } from "../transaction/transaction.ts";
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

/** What a collection was at in the same look at the database as its page. */
export interface StateRow {
  readonly state: string | null;
  readonly lastAdded: Moment;
}

/** Some rows of a page that follow each other. */
export interface PieceRow {
  /** With commas between them. */
  readonly positions: string;
  readonly firstAdded: Moment;
  readonly lastAdded: Moment;
  readonly found: number;
  /** The bytes of all of them as text, with commas between them. */
  readonly text: string;
}

/**
 * A page of a partner's collection, without the bytes of its objects: one statement, which costs the same
 * however large the collection is. It follows, for each sort of rows that is asked for, the index of that
 * sort from where the last page ended, and takes the first of what they find.
 */
export async function pageOf(reader: Reader, asked: PageAsked): Promise<PageRow[]> {
  return await runPage<PageRow>(reader, asked, sql``);
}

/** What a collection is at; undefined where nothing was ever shown there. */
export async function stateOf(
  { select }: Reader,
  { partner, collection }: Place,
): Promise<StateRow | undefined> {
  return await select
    .selectFrom("outbox_head")
    .select(["state", "date_added as lastAdded"])
    .where("collection", "=", collection)
    .where("partner", "=", partner)
    .executeTakeFirst();
}

/**
 * The same as `bodiesOf` in pieces, for rows that hold text. A piece is what the program reads from the
 * server at one go: rows cost it more, and so does to put together what comes in parts.
 */
export async function piecesOf(reader: Reader, asked: PageAsked): Promise<PieceRow[]> {
  const pieces = sql<PieceRow & { readonly piece: number }>`(
    with span as (${spanOf(asked)})
    select o.piece, string_agg(o.position::text, ',' order by o.position) as positions,
      min(o.date_added) as "firstAdded", max(o.date_added) as "lastAdded", max(o.found) as found,
      convert_from(string_agg(o.body, ','::bytea order by o.position), 'UTF8') as text
    from (
      select p.*, (row_number() over (order by p.position) - 1) / ${ROWS_OF_PIECE}::int as piece
      from (${rowsOf(asked, sql`, o.body`)}) as p
    ) as o
    group by o.piece
  )`;
  const found = reader.select.selectFrom(pieces.as("page")).selectAll().orderBy("piece");
  return await found.execute();
}

const ROWS_OF_PIECE = 50;

/** The same with the bytes, of which only those that are handed out are read. */
export async function bodiesOf(
  reader: Reader,
  asked: PageAsked,
): Promise<(PageRow & { readonly body: Uint8Array })[]> {
  // As text where it is text: the server writes other bytes out as twice as many digits.
  const shown = sql`,
    case when ${IS_TEXT} then convert_from(o.body, 'UTF8') end as text,
    case when not ${IS_TEXT} then o.body end as bytes`;
  const rows = await runPage<PageRow & Body>(reader, asked, sql`, o.body`, shown);
  return rows.map(({ text, bytes, ...row }) => ({
    ...row,
    body: bytes ?? Buffer.from(text ?? ""),
  }));
}

interface Body {
  readonly text: string | null;
  readonly bytes: Uint8Array | null;
}

const IS_TEXT = sql`(o.media_type like 'application/%json%')`;

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

async function runPage<R extends PageRow>(
  { select }: Reader,
  asked: PageAsked,
  body: Piece,
  shown: Piece = body,
): Promise<R[]> {
  const rows = rowsOf(asked, body);
  const page = sql<R>`(
    with span as (${spanOf(asked)})
    select o.position, o.date_added as "dateAdded", o.object_id as id, o.type,
      o.spec_version as "specVersion", o.version, o.media_type as "mediaType", o.found ${shown}
    from (${rows}) as o
  )`;
  const found = await select.selectFrom(page.as("page")).selectAll().orderBy("position").execute();
  return found as R[];
}

/** The rows of a page, in the columns of "o". */
function rowsOf(asked: PageAsked, body: Piece): Piece {
  const columns = sql`, o.date_added, o.object_id, o.type, o.spec_version, o.version, o.media_type
    ${body}`;
  return isPlain(asked) ? handedOf(asked, columns) : lookedUp(asked, columns);
}

/** Few sorts and nothing else: then rows are carried along, which costs less than to look each up. */
function isPlain({ ids, types, versions }: PageAsked): boolean {
  return ids === undefined && types === undefined && versions.exactly.length === 0;
}

/** By a range and an order, which no index but that of positions has. */
function lookedUp(asked: PageAsked, columns: Piece): Piece {
  const { partner, collection } = asked;
  return sql`
    select own.*, handed.found from (${handedOf(asked, sql``)}) as handed
    cross join lateral (
      select o.position ${columns} from outbox as o
      where o.partner = ${partner} and o.collection = ${collection}::uuid
        and o.position > handed.position - 1 and o.position <= handed.position
      order by o.position limit 1
    ) as own`;
}

/**
 * The positions of a page, each with how many there are up to one more than its limit, and with these
 * columns. Where they end before the limit, the sizes say so: no large bytes are read for that.
 */
function handedOf(asked: PageAsked, columns: Piece): Piece {
  const { limit, mostBytes } = asked;
  const most = limit + 1;
  return sql`
    select c.* from (
      select p.*, sum(p.size::int) over (order by p.position) as bytes, count(*) over () as found
      from (
        select found.* from (${unionOf(streamsOf(asked, most, columns))}) as found
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
  return sql.join([...streams], sql` union all `);
}
