import type { Insertable, Selectable } from "kysely";
import type { Schema } from "../schema.ts";
import type { Reader, Transactor } from "../transaction/transaction.ts";
import { withLines, type StoredCheckpoint } from "./ledger-rows.ts";

type Change = Transactor["change"];
type CheckpointRow = Selectable<Schema["checkpoint"]>;

/** The newest checkpoint of a log, with all cosignatures it has. */
export async function findNewest(
  change: Change,
  logId: string,
): Promise<StoredCheckpoint | undefined> {
  const row = await selectNewest(change, logId).executeTakeFirst();
  return row && (await withCosignatures(change, row));
}

/** The newest checkpoint below a size that has at least so many cosignatures, with them. */
export async function findCosigned(
  change: Change,
  logId: string,
  least: number,
  below: number,
): Promise<StoredCheckpoint | undefined> {
  const found = await change
    .selectFrom("cosignature")
    .select("size")
    .where("log_id", "=", logId)
    .where("size", "<", below)
    .groupBy("size")
    .having(({ fn }) => fn.countAll(), ">=", least)
    .orderBy("size", "desc")
    .limit(1)
    .executeTakeFirst();
  if (found === undefined) return undefined;
  const row = await selectNewest(change, logId).where("size", "=", found.size).executeTakeFirst();
  return row && (await withCosignatures(change, row));
}

/** Again is harmless. */
export async function insertCheckpoint(
  change: Change,
  row: Insertable<Schema["checkpoint"]>,
): Promise<void> {
  await change
    .insertInto("checkpoint")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Again is harmless. */
export async function insertCosignature(
  change: Change,
  row: Insertable<Schema["cosignature"]>,
): Promise<void> {
  await change
    .insertInto("cosignature")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

function selectNewest(change: Change, logId: string) {
  return change
    .selectFrom("checkpoint")
    .select(["log_id", "size", "note"])
    .where("log_id", "=", logId)
    .orderBy("size", "desc")
    .limit(1);
}

/** A checkpoint's row as a note, with what witnesses added. */
export async function withCosignatures(
  select: Pick<Reader["select"], "selectFrom">,
  { log_id, size, note }: Pick<CheckpointRow, "log_id" | "size" | "note">,
): Promise<StoredCheckpoint> {
  const added = await select
    .selectFrom("cosignature")
    .select("line")
    .where("log_id", "=", log_id)
    .where("size", "=", size)
    .orderBy("witness")
    .execute();
  return {
    size,
    note: withLines(
      note,
      added.map(({ line }) => line),
    ),
  };
}
