import type { Day } from "../../core/day.ts";
import type { Moment } from "../column.ts";
import type { Reader } from "../transaction/transaction.ts";

/** Rows of one of these lists at most. */
const MOST = 1_000;

export interface OwnNoticeRow {
  readonly id: string;
  readonly kind: string;
  readonly release: string;
  readonly due: Day;
  readonly state: string;
  readonly onward: string | null;
}

/** What a partner was asked and has not confirmed in full, the oldest first; of recalls that were shown. */
export async function ownNotices({ select }: Reader, partner: string): Promise<OwnNoticeRow[]> {
  return await select
    .selectFrom("notice as n")
    .innerJoin("recall as b", "b.id", "n.recall")
    .select(["n.id", "b.kind", "b.release", "n.due", "n.state", "n.onward"])
    .where("n.partner", "=", partner)
    .where("n.state", "<>", "destroyed")
    .where((eb) => eb.or([eb("b.kind", "=", "recall"), eb("n.state", "<>", "acknowledged")]))
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("disclosure as d")
          .select("d.what")
          .whereRef("d.what", "=", "n.recall")
          .where("d.partner", "=", partner),
      ),
    )
    .orderBy("n.at")
    .orderBy("n.id")
    .limit(MOST)
    .execute();
}

export interface OwnReceiptRow {
  readonly release: string;
  readonly collection: string;
  readonly at: Moment;
}

/** What was shown to a partner, the newest first. */
export async function ownReceipts({ select }: Reader, partner: string): Promise<OwnReceiptRow[]> {
  const rows = await select
    .selectFrom("disclosure")
    .select(["what as release", "collection", "at"])
    .where("partner", "=", partner)
    .where("recall", "is", null)
    .where((eb) => eb.or([eb("shown", ">", 0), eb("receipt", "is not", null)]))
    .orderBy("at", "desc")
    .orderBy("what", "desc")
    .orderBy("collection", "desc")
    .limit(MOST)
    .execute();
  return rows;
}
