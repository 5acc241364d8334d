import type { Reader } from "../transaction/transaction.ts";

/** How many entries of a log wait for their place. */
export async function countPending({ select }: Reader, origin: string): Promise<number> {
  const row = await select
    .selectFrom("pending")
    .innerJoin("log", "log.id", "pending.log_id")
    .select(({ fn }) => fn.count<number>("pending.id").as("waiting"))
    .where("log.origin", "=", origin)
    .executeTakeFirstOrThrow();
  return row.waiting;
}

/** The largest size of a log that each witness signed, by the name its lines are kept under. */
export async function sizesByWitness(
  { select }: Reader,
  origin: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await select
    .selectFrom("cosignature")
    .innerJoin("log", "log.id", "cosignature.log_id")
    .select(({ fn }) => ["cosignature.witness", fn.max<number>("cosignature.size").as("size")])
    .where("log.origin", "=", origin)
    .groupBy("cosignature.witness")
    .execute();
  return new Map(rows.map(({ witness, size }) => [witness, size]));
}
