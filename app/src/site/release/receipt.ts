import { findReceipt } from "../../store/release/receipts.ts";
import type { ShownCopy } from "../../usecases/release/ports.ts";
import { UUID } from "../cases/colleagues.ts";
import { findLogged, proofOf } from "../entry-proof.ts";
import type { Site } from "../site.ts";
import { toShortest } from "./moments.ts";

/** Only the root log is witnessed; the heads of partners' logs are entries of it. */
const NO_QUORUM = "quorum none\n";

/**
 * When a copy was shown at a place, with its receipt from the partner's own log, which says nothing of
 * what others got. Undefined for what was not shown there. Advances nothing: an entry that no checkpoint
 * covers yet waits for the sequencer.
 */
export async function shownCopy(
  release: string,
  collection: string,
  site: Site,
): Promise<ShownCopy | undefined> {
  if (!UUID.test(release) || !UUID.test(collection)) return undefined;
  const row = await site.store.as("app").read((reader) => findReceipt(reader, release, collection));
  if (row === undefined) return undefined;
  const at = toShortest(row.at);
  if (row.receipt === null) return { at, receipt: "none" };
  const entry = await findLogged(row.log, row.receipt, site);
  const newest = await site.ledger.transact((tables) => tables.newestCheckpoint(row.log));
  if (entry === undefined || newest === undefined || entry.index >= newest.size) {
    return { at, receipt: "waiting" };
  }
  return { at, receipt: await proofOf(row.log, entry, newest, NO_QUORUM, site) };
}
