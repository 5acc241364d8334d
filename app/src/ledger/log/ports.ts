// What the ledger needs of the database. Declared here, by the consumer; the store fills it.

/** The end of a log: all that is needed to add to its tree. */
export interface Head {
  readonly size: number;
  /** The hashes of the complete subtrees at the right edge, the largest first. */
  readonly edge: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** An entry that was accepted and has no index yet. */
export interface PendingEntry {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** An entry of the log. */
export interface LoggedEntry extends PendingEntry {
  readonly index: number;
  /** SHA-256(0x00 ‖ bytes). */
  readonly leaf: Uint8Array;
}

/** What became of an entry that was to wait. */
export interface Inserted {
  /** Whether it waits now and did not before. */
  readonly isNew: boolean;
  /** The entry of the log under its id. */
  readonly logged: LoggedEntry | undefined;
}

/** A signed checkpoint note. */
export interface StoredCheckpoint {
  readonly size: number;
  readonly note: Uint8Array;
}

/**
 * The tables of the logs within one transaction. A log is named by its origin.
 *
 * Duties: every statement sees what committed before it began (READ COMMITTED) or the transaction is
 * serialisable; the transaction is all or nothing, and on disk when `transact` resolves.
 */
export interface LedgerTables {
  /**
   * The head of a log, locked against other sequencers until the transaction ends. Where the database
   * cannot lock, `swapHead` alone must keep them apart. Undefined for a log that was never created.
   */
  lockHead(log: string): Promise<Head | undefined>;
  /** The head without a lock. */
  readHead(log: string): Promise<Head | undefined>;
  /** Makes the head of an empty log; false when there is one. */
  createHead(log: string, head: Head): Promise<boolean>;
  /**
   * Replaces the head where size and root are still those of `old`, and resolves to the number of rows
   * hit: 0 when another was faster.
   */
  swapHead(log: string, old: Head, next: Head): Promise<number>;
  /** At most `most` entries that wait, those that came first before the others. */
  readPending(log: string, most: number): Promise<readonly PendingEntry[]>;
  /**
   * Adds entries to those that wait, in this order; one whose id waits already changes nothing. After
   * that looks for each id in the log. Resolves to what became of each, in the same order; it may say
   * of all that they are new where the transaction is sure to be undone, and run again, if one is not.
   */
  insertPending(log: string, entries: readonly PendingEntry[]): Promise<readonly Inserted[]>;
  /** The entry that waits under an id. */
  findPending(log: string, id: string): Promise<PendingEntry | undefined>;
  deletePending(log: string, ids: readonly string[]): Promise<void>;
  /** Rejects when an index or an id is taken: both are unique within a log. */
  insertEntries(log: string, entries: readonly LoggedEntry[]): Promise<void>;
  /** The entries with these ids, in any order. */
  findEntries(log: string, ids: readonly string[]): Promise<readonly LoggedEntry[]>;
  /** The entries from index `from` up to, not including, `to`, in order. */
  readEntries(log: string, from: number, to: number): Promise<readonly LoggedEntry[]>;
  /** The largest checkpoint, with the cosignature lines that were added to it. */
  newestCheckpoint(log: string): Promise<StoredCheckpoint | undefined>;
  /**
   * The largest checkpoint of fewer than `below` entries to which at least `least` cosignature lines
   * were added, with those lines. A line counts whoever it is of.
   */
  newestCosigned(log: string, least: number, below: number): Promise<StoredCheckpoint | undefined>;
  /** Adds a checkpoint. Where there is one of its size that stays, and this changes nothing. */
  putCheckpoint(log: string, checkpoint: StoredCheckpoint): Promise<void>;
  /**
   * Adds a witness's line to the checkpoint of a size; a second of the same witness, named by its key as
   * name+id, changes nothing.
   */
  putCosignature(log: string, size: number, witness: string, line: string): Promise<void>;
}

/**
 * Runs work in a transaction. What it resolves to was committed and is durable. Rejects with what the
 * work rejects with, and then nothing of it happened; or with the store's own error when it is not
 * known whether the commit happened: then the same work may be run again, since ids make it idempotent.
 */
export interface LedgerStore<T extends LedgerTables = LedgerTables> {
  transact<R>(work: (tables: T) => Promise<R>): Promise<R>;
}
