import { sql } from "kysely";
import { withCosignatures } from "./checkpoint-rows.ts";
import { toEntry, type LoggedEntry, type StoredCheckpoint } from "./ledger-rows.ts";
import type { Reader } from "../transaction/transaction.ts";

/** The entries of a log from index `from` up to, not including, `to`, in order. */
export async function entriesOf(
  reader: Reader,
  origin: string,
  from: number,
  to: number,
): Promise<LoggedEntry[]> {
  return (await selectEntries(reader, origin, from, to).execute()).map(toEntry);
}

/** Of the same, those whose bytes hold `part`. */
export async function entriesWith(
  reader: Reader,
  origin: string,
  part: Uint8Array,
  from: number,
  to: number,
): Promise<LoggedEntry[]> {
  const rows = await selectEntries(reader, origin, from, to)
    .where(sql<number>`position(${part}::bytea in entry.body)`, ">", 0)
    .execute();
  return rows.map(toEntry);
}

/**
 * The largest checkpoint of more than `above` and at most `upTo` entries, with what witnesses added;
 * undefined where there is none.
 */
export async function checkpointIn(
  { select }: Reader,
  origin: string,
  above: number,
  upTo: number,
): Promise<StoredCheckpoint | undefined> {
  const row = await select
    .selectFrom("checkpoint")
    .innerJoin("log", "log.id", "checkpoint.log_id")
    .select(["checkpoint.log_id", "checkpoint.size", "checkpoint.note"])
    .where("log.origin", "=", origin)
    .where("checkpoint.size", ">", above)
    .where("checkpoint.size", "<=", upTo)
    .orderBy("checkpoint.size", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && (await withCosignatures(select, row));
}

function selectEntries({ select }: Reader, origin: string, from: number, to: number) {
  return select
    .selectFrom("entry")
    .innerJoin("log", "log.id", "entry.log_id")
    .select(["entry.idx", "entry.id", "entry.body", "entry.leaf"])
    .where("log.origin", "=", origin)
    .where("entry.idx", ">=", from)
    .where("entry.idx", "<", to)
    .orderBy("entry.idx");
}
