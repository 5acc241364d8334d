import type {
  Head,
  Inserted,
  LedgerStore,
  LedgerTables,
  LoggedEntry,
  PendingEntry,
  StoredCheckpoint,
} from "../../../src/ledger/log/ports.ts";

interface Log {
  head: Head;
  pending: Map<string, PendingEntry>;
  entries: LoggedEntry[];
  checkpoints: Map<number, StoredCheckpoint>;
  /** By size and witness. */
  cosignatures: Map<number, ReadonlyMap<string, string>>;
}

/** How the next calls should go wrong. Called with the name of every call, before it. */
export type Fault = (call: string) => void | Promise<void>;

/** The process died, or the connection did, at this call. */
export class Crash extends Error {}

/**
 * The tables in memory. A transaction works on the last committed state, writes into a copy, and
 * commits by compare-and-swap on that state; with `locks` the head is held as a row lock would be.
 * "after commit" is a fault point too: then it happened and the caller is not told.
 */
export class MemoryStore implements LedgerStore {
  fault: Fault = () => {};
  readonly #locks: boolean;
  #logs: ReadonlyMap<string, Log> = new Map();
  #held: Promise<void> = Promise.resolve();

  constructor(locks = true) {
    this.#locks = locks;
  }

  async transact<R>(work: (tables: LedgerTables) => Promise<R>): Promise<R> {
    const opened = new Opened();
    const lock = async (): Promise<void> => {
      if (!this.#locks || opened.release !== undefined) return;
      const before = this.#held;
      this.#held = new Promise((resolve) => (opened.release = resolve));
      await before;
    };
    try {
      return await this.#attempt(work, lock);
    } finally {
      opened.release?.();
    }
  }

  /** What is committed now. */
  log(name: string): Log {
    const log = this.#logs.get(name);
    if (log === undefined) throw new Error(`no log ${name}`);
    return log;
  }

  /** A copy of all that is committed, as a backup has it. */
  snapshot(): MemoryStore {
    const copy = new MemoryStore(this.#locks);
    copy.#logs = copyOf(this.#logs);
    return copy;
  }

  async #attempt<R>(
    work: (tables: LedgerTables) => Promise<R>,
    lock: () => Promise<void>,
  ): Promise<R> {
    // A serialisable store runs the whole transaction again when another committed in between.
    for (;;) {
      const tables = new MemoryTables(() => this.#logs, this.fault, lock);
      const result = await work(tables);
      await this.fault("commit");
      if (tables.base === undefined) return result;
      if (tables.base !== this.#logs) continue;
      this.#logs = tables.written();
      await this.fault("after commit");
      return result;
    }
  }
}

class Opened {
  release: (() => void) | undefined;
}

class MemoryTables implements LedgerTables {
  base: ReadonlyMap<string, Log> | undefined;
  #copy: Map<string, Log> | undefined;
  readonly #current: () => ReadonlyMap<string, Log>;
  readonly #fault: Fault;
  readonly #lock: () => Promise<void>;

  constructor(current: () => ReadonlyMap<string, Log>, fault: Fault, lock: () => Promise<void>) {
    this.#current = current;
    this.#fault = fault;
    this.#lock = lock;
  }

  written(): ReadonlyMap<string, Log> {
    return this.#copy ?? this.#current();
  }

  async lockHead(name: string): Promise<Head | undefined> {
    await this.#lock();
    return this.readHead(name);
  }

  async readHead(name: string): Promise<Head | undefined> {
    await this.#fault("readHead");
    return this.#read(name)?.head;
  }

  async createHead(name: string, head: Head): Promise<boolean> {
    await this.#fault("createHead");
    const logs = this.#write();
    if (logs.has(name)) return false;
    logs.set(name, {
      head,
      pending: new Map(),
      entries: [],
      checkpoints: new Map(),
      cosignatures: new Map(),
    });
    return true;
  }

  async swapHead(name: string, old: Head, next: Head): Promise<number> {
    await this.#fault("swapHead");
    const log = this.#change(name);
    const isOld = log.head.size === old.size && Buffer.compare(log.head.root, old.root) === 0;
    if (isOld) log.head = next;
    return isOld ? 1 : 0;
  }

  async readPending(name: string, most: number): Promise<readonly PendingEntry[]> {
    await this.#fault("readPending");
    return [...(this.#read(name)?.pending.values() ?? [])].slice(0, most);
  }

  async insertPending(name: string, added: readonly PendingEntry[]): Promise<readonly Inserted[]> {
    await this.#fault("insertPending");
    const { pending, entries } = this.#change(name);
    return added.map((entry) => {
      const isNew = !pending.has(entry.id);
      if (isNew) pending.set(entry.id, entry);
      return { isNew, logged: entries.find(({ id }) => id === entry.id) };
    });
  }

  async findPending(name: string, id: string): Promise<PendingEntry | undefined> {
    await this.#fault("findPending");
    return this.#read(name)?.pending.get(id);
  }

  async deletePending(name: string, ids: readonly string[]): Promise<void> {
    await this.#fault("deletePending");
    const { pending } = this.#change(name);
    for (const id of ids) pending.delete(id);
  }

  async insertEntries(name: string, entries: readonly LoggedEntry[]): Promise<void> {
    await this.#fault("insertEntries");
    const log = this.#change(name);
    const ids = new Set(log.entries.map(({ id }) => id));
    for (const entry of entries) {
      if (log.entries[entry.index] !== undefined || ids.has(entry.id)) {
        throw new Error(`entry ${entry.index} is taken`);
      }
      log.entries[entry.index] = entry;
    }
  }

  async findEntries(name: string, ids: readonly string[]): Promise<readonly LoggedEntry[]> {
    await this.#fault("findEntries");
    return this.#read(name)?.entries.filter(({ id }) => ids.includes(id)) ?? [];
  }

  async readEntries(name: string, from: number, to: number): Promise<readonly LoggedEntry[]> {
    await this.#fault("readEntries");
    return this.#read(name)?.entries.slice(from, to) ?? [];
  }

  async newestCheckpoint(name: string): Promise<StoredCheckpoint | undefined> {
    await this.#fault("newestCheckpoint");
    const log = this.#read(name);
    return log && checkpointOf(log, Math.max(...log.checkpoints.keys()));
  }

  async newestCosigned(
    name: string,
    least: number,
    below: number,
  ): Promise<StoredCheckpoint | undefined> {
    await this.#fault("newestCosigned");
    const log = this.#read(name);
    const sizes = [...(log?.cosignatures ?? [])].flatMap(([size, lines]) =>
      size < below && lines.size >= least ? [size] : [],
    );
    return log && checkpointOf(log, Math.max(...sizes));
  }

  async putCheckpoint(name: string, checkpoint: StoredCheckpoint): Promise<void> {
    await this.#fault("putCheckpoint");
    const { checkpoints } = this.#change(name);
    if (!checkpoints.has(checkpoint.size)) checkpoints.set(checkpoint.size, checkpoint);
  }

  async putCosignature(name: string, size: number, witness: string, line: string): Promise<void> {
    await this.#fault("putCosignature");
    const { checkpoints, cosignatures } = this.#change(name);
    if (!checkpoints.has(size)) throw new Error(`no checkpoint of ${size}`);
    const lines = cosignatures.get(size) ?? new Map();
    if (!lines.has(witness)) cosignatures.set(size, new Map([...lines, [witness, line]]));
  }

  #read(name: string): Log | undefined {
    return (this.#copy ?? this.#current()).get(name);
  }

  #change(name: string): Log {
    const log = this.#write().get(name);
    if (log === undefined) throw new Error(`no log ${name}`);
    return log;
  }

  #write(): Map<string, Log> {
    if (this.#copy === undefined) {
      this.base = this.#current();
      this.#copy = copyOf(this.base);
    }
    return this.#copy;
  }
}

/** A checkpoint with its lines, in the order of their witnesses. */
function checkpointOf(log: Log, size: number): StoredCheckpoint | undefined {
  const stored = log.checkpoints.get(size);
  const lines = [...(log.cosignatures.get(size) ?? [])].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const added = lines.map(([, line]) => Buffer.from(line));
  return stored && { size, note: new Uint8Array(Buffer.concat([stored.note, ...added])) };
}

function copyOf(logs: ReadonlyMap<string, Log>): Map<string, Log> {
  return new Map(
    [...logs].map(([name, log]) => [
      name,
      {
        head: log.head,
        pending: new Map(log.pending),
        entries: [...log.entries],
        checkpoints: new Map(log.checkpoints),
        cosignatures: new Map(log.cosignatures),
      },
    ]),
  );
}
