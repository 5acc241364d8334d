import type { Place } from "../../store/release/outbox-end.ts";
import { takeRows } from "../../store/release/outbox-take.ts";
import type { Transactor } from "../../store/transaction/transaction.ts";
import { renumber } from "./show-rows.ts";

/** Takes away what was shown under a release or a recall. Whoever calls holds the end of the place. */
export async function takeAway(transactor: Transactor, place: Place, what: string): Promise<void> {
  const gone = await takeRows(transactor, { ...place, what });
  await renumber(transactor, place, gone, []);
}
