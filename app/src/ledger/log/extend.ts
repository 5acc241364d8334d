import { RightEdge } from "caveat-verifier";
import { LedgerError } from "../ledger-error.ts";
import { GO_ON, type Point } from "../point.ts";
import { TREE } from "../tree.ts";
import type { Head, LedgerTables, LoggedEntry, PendingEntry } from "./ports.ts";

/** What was added to a log. */
export interface Extension {
  readonly entries: readonly LoggedEntry[];
  readonly head: Head;
}

/**
 * Adds entries to a log within a transaction: hashes them, extends the tree, moves the head, and
 * writes them under consecutive indexes. The sequencer and the recovery from bundles both end here.
 *
 * Rejects with "lost-race" when the head is no longer `old`.
 */
export async function extendLog(
  tables: LedgerTables,
  log: string,
  old: Head,
  added: readonly PendingEntry[],
  point: Point = GO_ON,
): Promise<Extension> {
  const extension = extend(old, added);
  // First, so that a loser without a lock finds out here and not by an index that is taken.
  const hit = await tables.swapHead(log, old, extension.head);
  if (hit !== 1) {
    const what = `its head moved on from ${old.size} entries while this was being added`;
    throw new LedgerError("lost-race", log, what, "run the step again");
  }
  await point("head moved");
  await tables.insertEntries(log, extension.entries);
  await point("entries inserted");
  await tables.deletePending(
    log,
    added.map(({ id }) => id),
  );
  await point("pending deleted");
  return extension;
}

/** The tree of a head with entries added: their indexes and leaf hashes, and the new head. */
function extend(old: Head, added: readonly PendingEntry[]): Extension {
  const edge = new RightEdge(TREE, old.size, old.edge);
  const entries = added.map(({ id, bytes }) => {
    const leaf = TREE.leaf(bytes);
    const index = edge.size;
    edge.append(leaf);
    return { id, bytes, index, leaf };
  });
  return { entries, head: { size: edge.size, edge: edge.hashes(), root: edge.root() } };
}
