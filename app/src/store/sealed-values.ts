import { anyOf } from "./ledger-rows.ts";
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

/** The sealed values of several entries, in any order. */
export async function sealedAmong(
  { select }: Reader,
  entries: readonly string[],
): Promise<SealedValue[]> {
  const rows = await select
    .selectFrom("sealed_value")
    .selectAll()
    .where("entry_id", "=", anyOf(entries))
    .execute();
  return rows.map(({ entry_id, ...rest }) => ({ entry: entry_id, ...rest }));
}
