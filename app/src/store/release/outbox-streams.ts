import { sql, type RawBuilder } from "kysely";
import type { Moment } from "../column.ts";
import { numberOfVersion } from "./outbox-numbers.ts";
import type { PageAsked } from "./outbox-page.ts";

type Piece = RawBuilder<unknown>;

/** What a page is put together from: no row is in two of them. */
export function streamsOf(asked: PageAsked, most: number, columns: Piece): readonly Piece[] {
  const { first, last, all, exactly } = asked.versions;
  const flags = [...(first ? [sql`s.is_first`] : []), ...(last ? [sql`s.is_last`] : [])];
  const isAsked = all ? sql`true` : any(flags);
  const isOther = all ? undefined : sql`not ${isAsked}`;
  return [
    ...(all || flags.length > 0 ? [streamOf(asked, { most, columns }, isAsked)] : []),
    ...(exactly.length > 0 && isOther !== undefined
      ? [streamOf(asked, { most, columns }, isOther, exactly)]
      : []),
  ];
}

/** The rows of the sorts for which `isAsked` holds, of these versions where they are given. */
function streamOf(
  asked: PageAsked,
  taken: Taken,
  isAsked: Piece,
  exactly?: readonly Moment[],
): Piece {
  const { partner, collection, ids, types, specVersions } = asked;
  const isSpec =
    specVersions === undefined
      ? sql`s.is_latest`
      : sql`s.spec_version = any(${specVersions}::text[])`;
  const isSort = sql`s.partner = ${partner} and s.collection = ${collection}::uuid
    and ${isSpec} and ${isAsked}`;
  if (ids !== undefined) return ofObjects(asked, taken, isSort, exactly);
  const next =
    exactly === undefined
      ? types === undefined
        ? near(asked, taken, "sort", sql`s.sort`, sql``)
        : near(asked, taken, "typed", sql`t.number + s.sort`, sql`and o.type = t.type`)
      : near(asked, taken, "versioned", sql`v.number + t.number + s.sort`, IS_THAT);
  return sql`
    select next.*
    from span cross join outbox_sort as s ${exactly === undefined ? sql`` : versionsOf(exactly)}
      ${types === undefined && exactly === undefined ? sql`` : typesOf(asked)}
    cross join lateral (${next}) as next
    where ${isSort} and next.position <= span.high`;
}

/** How many rows of each stream, and which columns of "o" beside position and size. */
interface Taken {
  readonly most: number;
  readonly columns: Piece;
}

/** Two of the numbers added up might be two others. */
const IS_THAT = sql`and o.type = t.type and o.version = v.version`;

function versionsOf(exactly: readonly Moment[]): Piece {
  const versions = [...new Set(exactly)];
  return sql`cross join unnest(${versions}::timestamptz[], ${versions.map(numberOfVersion)}::bigint[])
    as v (version, number)`;
}

/** Those that are asked for, else all there are. */
function typesOf({ partner, collection, types }: PageAsked): Piece {
  const isType = types === undefined ? sql`` : sql`and k.type = any(${types}::text[])`;
  return sql`cross join (
    select k.type, k.number from outbox_type as k
    where k.partner = ${partner} and k.collection = ${collection}::uuid ${isType}
  ) as t`;
}

/** Through the index of objects: each has few versions. */
function ofObjects(
  asked: PageAsked,
  taken: Taken,
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
    select next.*
    from span cross join unnest(${[...new Set(ids)]}::text[]) as of_object (value)
    cross join lateral (
      ${near(asked, taken, "object_id", sql`of_object.value`, sql.join(conditions, sql` `))}
    ) as next
    where next.position <= span.high`;
}

/**
 * The next rows with one value of one column, after the span's beginning. They begin and end, and are in
 * an order, as only the index of that column has them: through one of positions alone the server would
 * read to the end of the collection for a value that is rare. What is not shown yet comes last, and is
 * left out by the caller.
 */
function near(
  { partner, collection }: PageAsked,
  { most, columns }: Taken,
  column: "sort" | "typed" | "versioned" | "object_id",
  value: Piece,
  conditions: Piece,
): Piece {
  const by = sql.ref(`o.${column}`);
  return sql`
    select o.position, o.size ${columns} from outbox as o
    where o.partner = ${partner} and o.collection = ${collection}::uuid
      and (${by}, o.position) > (${value}, span.low) and ${by} <= ${value} ${conditions}
    order by ${by}, o.position limit ${most}::int`;
}

function any(conditions: readonly Piece[]): Piece {
  return conditions.length === 0 ? sql`false` : sql`(${sql.join([...conditions], sql` or `)})`;
}
