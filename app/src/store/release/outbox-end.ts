import { randomUUID } from "node:crypto";
import type { Moment } from "../column.ts";
import type { Transactor } from "../transaction/transaction.ts";

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

/**
 * The end of a collection; everybody else who would add or take away waits until the transaction ends. The
 * collection's state is another from then on: whoever kept a page of it reads it again.
 */
export async function lockEnd(
  { change }: Transactor,
  { partner, collection }: Place,
): Promise<End> {
  const { position, dateAdded } = NOTHING;
  return await change
    .insertInto("outbox_head")
    .values({ collection, partner, position, date_added: dateAdded, state: randomUUID() })
    .onConflict((conflict) =>
      conflict.column("collection").doUpdateSet((eb) => ({ state: eb.ref("excluded.state") })),
    )
    .returning(["position", "date_added as dateAdded"])
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
