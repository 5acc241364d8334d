import type { Moment } from "../column.ts";
import type { Reader } from "../transaction/transaction.ts";

/** Where the receipt of something that was shown to a partner stands. */
export interface ReceiptRow {
  readonly at: Moment;
  /** The origin of the partner's log. */
  readonly log: string;
  /** The id of its entry; null where nothing came to the partner over a channel. */
  readonly receipt: string | null;
}

/** Undefined for what was not shown at this place. */
export async function findReceipt(
  { select }: Reader,
  release: string,
  collection: string,
): Promise<ReceiptRow | undefined> {
  return await select
    .selectFrom("disclosure as d")
    .innerJoin("log as l", "l.partner", "d.partner")
    .select(["d.at", "l.origin as log", "d.receipt"])
    .where("d.what", "=", release)
    .where("d.collection", "=", collection)
    .where("d.recall", "is", null)
    .executeTakeFirst();
}
