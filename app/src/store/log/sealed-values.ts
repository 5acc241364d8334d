import { sql } from "kysely";
import { anyOf } from "./ledger-rows.ts";
import { statement, type Statement } from "../transaction/statement.ts";
import type { Reader, Transactor } from "../transaction/transaction.ts";

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

/**
 * Keeps sealed values, in the transaction that hands in their entry; the same again does nothing. The
 * boxes go as one long string of bytes with the length of each, as bodies do in `insertEntries`.
 */
export async function putSealed(
  { change }: Transactor,
  values: readonly SealedValue[],
): Promise<void> {
  if (values.length === 0) return;
  let end = 0;
  const starts = values.map(({ box }) => (end += box.length) - box.length + 1);
  await change.executeQuery(
    insertSealed({
      entries: values.map(({ entry }) => entry),
      fields: values.map(({ field }) => field),
      subjects: values.map(({ subject }) => subject),
      commitments: values.map(({ commitment }) => commitment),
      starts,
      lengths: values.map(({ box }) => box.length),
      boxes: Buffer.concat(values.map(({ box }) => box)),
    }),
  );
}

interface Sealed {
  readonly entries: readonly string[];
  readonly fields: readonly string[];
  readonly subjects: readonly string[];
  readonly commitments: readonly string[];
  readonly starts: readonly number[];
  readonly lengths: readonly number[];
  readonly boxes: Uint8Array;
}

const insertSealed: Statement<Sealed, unknown> = statement((query, one) =>
  sql`
    insert into sealed_value (entry_id, field, subject, commitment, box)
    select
      added.entry_id,
      added.field,
      added.subject,
      added.commitment,
      substring(${one.boxes}::bytea, added.start, added.length)
    from unnest(
      ${one.entries}::uuid[],
      ${one.fields}::text[],
      ${one.subjects}::text[],
      ${one.commitments}::text[],
      ${one.starts}::int[],
      ${one.lengths}::int[]
    ) as added (entry_id, field, subject, commitment, start, length)
    on conflict do nothing
  `.compile(query),
);

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
