import type { Reader, Transactor } from "./transaction.ts";

/**
 * A personal value that an entry commits to, sealed by the ledger (`ledger/seal/box.ts`). The key is
 * not in this database: a backup of it opens nothing once the key is destroyed.
 */
export interface SealedValue {
  /** The id of the entry that commits to it. */
  readonly entry: string;
  /** The name under which the entry commits to it. */
  readonly field: string;
  /** Whom it is about: an opaque id. */
  readonly subject: string;
  readonly commitment: string;
  readonly box: Uint8Array;
}

/** Where a sealed value stands in a log. */
export interface SealedPlace {
  readonly field: string;
  /** Of its entry; undefined while that waits to be sequenced. */
  readonly index: number | undefined;
}

/** Keeps sealed values, in the transaction that hands in their entry; the same again does nothing. */
export async function putSealed(
  { change }: Transactor,
  values: readonly SealedValue[],
): Promise<void> {
  if (values.length === 0) return;
  const rows = values.map(({ entry, ...rest }) => ({ entry_id: entry, ...rest }));
  await change
    .insertInto("sealed_value")
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The sealed values of an entry, by field. */
export async function sealedOf({ select }: Reader, entry: string): Promise<SealedValue[]> {
  const rows = await select
    .selectFrom("sealed_value")
    .selectAll()
    .where("entry_id", "=", entry)
    .orderBy("field")
    .execute();
  return rows.map(({ entry_id, ...rest }) => ({ entry: entry_id, ...rest }));
}

/** Where the values about a subject stand in the log with this origin. */
export async function sealedPlaces(
  { select }: Reader,
  origin: string,
  subject: string,
): Promise<SealedPlace[]> {
  const rows = await select
    .selectFrom("sealed_value")
    .innerJoin("log", (join) => join.on("log.origin", "=", origin))
    .leftJoin("entry", (join) =>
      join.onRef("entry.log_id", "=", "log.id").onRef("entry.id", "=", "sealed_value.entry_id"),
    )
    .select(["sealed_value.field", "entry.idx"])
    .where("sealed_value.subject", "=", subject)
    .orderBy("entry.idx")
    .orderBy("sealed_value.field")
    .execute();
  return rows.map(({ field, idx }) => ({ field, index: idx ?? undefined }));
}

/**
 * Deletes the sealed values about a subject, whose key is destroyed already; the sequencer's right.
 *
 * @returns how many there were
 */
export async function dropSealed({ change }: Transactor, subject: string): Promise<number> {
  const result = await change
    .deleteFrom("sealed_value")
    .where("subject", "=", subject)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}
