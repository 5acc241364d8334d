import { sql } from "kysely";
import type { Transactor } from "../transaction/transaction.ts";

/** What was recalled, at one place. */
interface Recalled {
  readonly collection: string;
  readonly what: string;
}

/**
 * Takes away the rows of what was recalled, but for those that another release holds too: they become
 * its own. Out: the objects whose rows are gone.
 */
export async function takeRows(
  transactor: Transactor,
  recalled: Recalled,
): Promise<readonly string[]> {
  const { change } = transactor;
  const { collection, what } = recalled;
  await giveRows(transactor, recalled);
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

/** Each row that others hold too becomes that of one of them, which then shares it no longer. */
async function giveRows({ change }: Transactor, { collection, what }: Recalled): Promise<void> {
  const { rows } = await sql<{ readonly position: number; readonly what: string }>`
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
  `.execute(change);
  await sql`
    delete from outbox_shared as s
    using unnest(${rows.map(({ position }) => position)}::bigint[],
      ${rows.map((row) => row.what)}::uuid[]) as given (position, what)
    where s.what = given.what and s.collection = ${collection}::uuid
      and s.position = given.position
  `.execute(change);
}
