import { parseEntry } from "caveat-verifier";
import { LedgerError } from "../ledger-error.ts";
import { isSame } from "./same-bytes.ts";
import type { LedgerTables, LoggedEntry, PendingEntry } from "./ports.ts";

/**
 * Hands an entry to a log, within the transaction of whatever it is about: once that commits, the
 * entry will be in the log, exactly once. The same entry again is harmless, before and after it got
 * its index; so a writer that does not know the outcome just repeats the bytes.
 *
 * A repeat of an entry that is logged may wait once more; the sequencer drops it, since whoever appends
 * need not have the right to delete.
 *
 * Rejects with "id-reused" when the id stands for other bytes, with "bad-request" when the id is not
 * that of the bytes, and with the verifier's codes when they are no entry.
 */
export async function append(
  tables: LedgerTables,
  log: string,
  entry: PendingEntry,
): Promise<void> {
  requireOwnId(entry);
  await appendAll(tables, log, [entry]);
}

/**
 * The same for several, each of which `formatEntry` has just made: they get their places in this order.
 * The ids are all different.
 */
export async function appendAll(
  tables: LedgerTables,
  log: string,
  entries: readonly PendingEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const inserted = await tables.insertPending(log, entries);
  for (const [i, entry] of entries.entries()) {
    const { id, bytes } = entry;
    const { isNew, logged } = inserted[i] ?? { isNew: false, logged: undefined };
    const found = isNew ? { waiting: entry, logged } : await find(tables, log, id);
    const known = found.logged ?? found.waiting;
    if (known !== undefined && !isSame(known.bytes, bytes)) throw reused(id);
    if (known === undefined) retryable(id);
  }
}

function requireOwnId({ id, bytes }: PendingEntry): void {
  if (parseEntry(bytes, `entry ${id}`).id === id) return;
  const what = "its bytes carry another id";
  throw new LedgerError("bad-request", `entry ${id}`, what, "hand in the id of the entry");
}

/** Where an entry is: undefined means that it was never accepted. */
export async function outcomeOf(
  tables: LedgerTables,
  log: string,
  id: string,
): Promise<{ readonly index?: number } | undefined> {
  const { logged, waiting } = await find(tables, log, id);
  if (logged !== undefined) return { index: logged.index };
  return waiting === undefined ? undefined : {};
}

interface Found {
  readonly waiting: PendingEntry | undefined;
  readonly logged: LoggedEntry | undefined;
}

/** Looks first among those that wait: an entry only ever moves from there to the log. */
async function find(tables: LedgerTables, log: string, id: string): Promise<Found> {
  const waiting = await tables.findPending(log, id);
  const [logged] = await tables.findEntries(log, [id]);
  return { waiting, logged };
}

/** It was waiting and is gone without an entry: only a transaction that is undone can look so. */
function retryable(id: string): never {
  const what = "another transaction under the same id was undone at the same time";
  throw new LedgerError("lost-race", `entry ${id}`, what, "run it again");
}

function reused(id: string): LedgerError {
  const what = "this id stands for another entry already";
  return new LedgerError("id-reused", `entry ${id}`, what, "give the new entry a new UUID");
}
