import { sql, type RawBuilder } from "kysely";
import type { Moment } from "../column.ts";
import type { PageAsked } from "./outbox-page.ts";

type Piece = RawBuilder<unknown>;

/** What a page is put together from: no row is in two of them. */
export function streamsOf(asked: PageAsked, most: number): readonly Piece[] {
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
  const { partner, collection, ids, specVersions } = asked;
  const isSpec =
    specVersions === undefined
      ? sql`s.is_latest`
      : sql`s.spec_version = any(${specVersions}::text[])`;
  const isSort = sql`s.partner = ${partner} and s.collection = ${collection}::uuid
    and ${isSpec} and ${isAsked}`;
  if (ids !== undefined) return ofObjects(asked, most, isSort, exactly);
  const keys = keysOf(asked, exactly);
  const columns = [...keys.map(({ name }) => sql.ref(`o.${name}`)), sql`o.sort`];
  const values = [...keys.map(({ name }) => sql.ref(`of_${name}.value`)), sql`s.sort`];
  const lists = keys.map(({ name, among }) => {
    return sql`cross join ${among} as ${sql.ref(`of_${name}`)} (value)`;
  });
  return sql`
    select near.position, near.size from span cross join outbox_sort as s ${pieces(lists)}
    cross join lateral (${near(asked, most, columns, values, sql``)}) as near
    where ${isSort}`;
}

/** By which columns an index goes before the sort, and which of their values are asked for. */
function keysOf(
  { partner, collection, types }: PageAsked,
  exactly: readonly Moment[] | undefined,
): readonly { readonly name: string; readonly among: Piece }[] {
  const all = sql`(
    select t.type from outbox_type as t
    where t.partner = ${partner} and t.collection = ${collection}::uuid
  )`;
  const given = types && sql`unnest(${[...new Set(types)]}::text[])`;
  const ofType = { name: "type", among: given ?? all };
  // The index of versions goes by type too.
  if (exactly === undefined) return types === undefined ? [] : [ofType];
  const among = sql`unnest(${[...new Set(exactly)]}::timestamptz[])`;
  return [{ name: "version", among }, ofType];
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

function any(conditions: readonly Piece[]): Piece {
  return conditions.length === 0 ? sql`false` : sql`(${sql.join([...conditions], sql` or `)})`;
}

function pieces(all: readonly Piece[]): Piece {
  return sql.join([...all], sql` `);
}
