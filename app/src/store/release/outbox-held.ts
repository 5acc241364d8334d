import { sql } from "kysely";
import type { Transactor } from "../transaction/transaction.ts";
import type { Place } from "./outbox-end.ts";
import type { Versioned } from "./outbox-sorts.ts";

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
        and (o.object_id, o.position) > (wanted.object, 0) and o.object_id <= wanted.object
      order by o.object_id, o.position
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
  const { rows } = await sql<{ readonly position: number; readonly body: Uint8Array }>`
    select found.position, found.body from unnest(${positions}::bigint[]) as wanted (position)
    cross join lateral (
      select o.position, o.body from outbox as o
      where o.partner = ${partner} and o.collection = ${collection}::uuid
        and o.position > wanted.position - 1 and o.position <= wanted.position
      order by o.position limit 1
    ) as found
  `.execute(change);
  return new Map(rows.map(({ position, body }) => [position, body]));
}
