import { LedgerError } from "../ledger-error.ts";
import { GO_ON, type Point } from "../point.ts";
import { lockHead } from "./create-log.ts";
import { extendLog, type Extension } from "./extend.ts";
import type { LedgerStore, LedgerTables, PendingEntry } from "./ports.ts";
import { isSame } from "./same-bytes.ts";

/** Entries that one transaction takes from those that wait. */
const BATCH = 1000;

export interface SequenceOptions<T extends LedgerTables> {
  readonly most?: number;
  /**
   * Writes, in the same transaction, what must be there exactly when the entries are: the rows that
   * partners see, the entries of their own logs.
   */
  readonly also?: (tables: T, extension: Extension) => Promise<void>;
  readonly point?: Point;
}

/** What one step of a sequencer added. */
export interface Step extends Extension {
  /** Whether nothing else waited when these were read. */
  readonly wereAll: boolean;
}

/**
 * One step of a sequencer, in one transaction: gives the entries that wait their place in the log, at
 * most `most` of them. Resolves to what was added, or undefined when none waited. Any number of
 * sequencers may run: one wins, the others reject with "lost-race" and have written nothing.
 */
export async function sequence<T extends LedgerTables>(
  store: LedgerStore<T>,
  log: string,
  { most = BATCH, also, point = GO_ON }: SequenceOptions<T> = {},
): Promise<Step | undefined> {
  return store.transact(async (tables) => {
    const head = await lockHead(tables, log);
    await point("head locked");
    const pending = await tables.readPending(log, most);
    if (pending.length === 0) return undefined;
    await point("pending read");
    const added = await withoutLogged(tables, log, pending);
    const extension = await extendLog(tables, log, head, added, point);
    await also?.(tables, extension);
    await point("before commit");
    return { ...extension, wereAll: pending.length < most };
  });
}

/**
 * Takes the step until all that waited has its place; lost races are run again. Resolves to the number
 * added.
 */
export async function sequenceAll<T extends LedgerTables>(
  store: LedgerStore<T>,
  log: string,
  options: SequenceOptions<T> = {},
): Promise<number> {
  let added = 0;
  for (;;) {
    try {
      const step = await sequence(store, log, options);
      added += step?.entries.length ?? 0;
      if (step?.wereAll !== false) return added;
    } catch (error) {
      if (!(error instanceof LedgerError && error.code === "lost-race")) throw error;
    }
  }
}

/**
 * Those that are not in the log yet. An entry that waits and is logged as well can only be a repeat
 * that `append` did not see; it is dropped.
 */
async function withoutLogged(
  tables: LedgerTables,
  log: string,
  pending: readonly PendingEntry[],
): Promise<readonly PendingEntry[]> {
  const ids = pending.map(({ id }) => id);
  const logged = await tables.findEntries(log, ids);
  if (logged.length === 0) return pending;
  const known = new Map(logged.map((entry) => [entry.id, entry.bytes]));
  for (const { id, bytes } of pending) {
    const before = known.get(id);
    if (before === undefined || isSame(before, bytes)) continue;
    const what = `the entry ${id} waits, and other bytes are logged under its id`;
    throw new LedgerError("broken-log", log, what, "stop, and compare both by hand");
  }
  await tables.deletePending(log, [...known.keys()]);
  return pending.filter(({ id }) => !known.has(id));
}
