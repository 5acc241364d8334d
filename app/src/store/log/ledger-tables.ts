import {
  anyOf,
  toEntry,
  toHead,
  toRow,
  type Head,
  type Inserted,
  type LoggedEntry,
  type PendingEntry,
  type StoredCheckpoint,
} from "./ledger-rows.ts";
import {
  findCosigned,
  findNewest,
  insertCheckpoint,
  insertCosignature,
} from "./checkpoint-rows.ts";
import {
  entriesAmong,
  findEntry,
  insertAllNewPending,
  insertAllPending,
  insertEntries,
  insertNewPending,
  refuseAnyLogged,
  refuseLogged,
  type PendingRows,
} from "./ledger-statements.ts";
import type { Moment } from "../schema.ts";
import { together } from "../transaction/together.ts";
import type { Transactor } from "../transaction/transaction.ts";

/**
 * The ledger's tables within one transaction (the port is `ledger/log/ports.ts`). A log is named by
 * its origin; it must have been registered. `now` is when, for the columns that say so; nothing is
 * ordered by it but entries that wait.
 */
export class SqlLedgerTables {
  readonly #transactor: Transactor;
  readonly #now: Moment;
  readonly #ids: Map<string, string>;

  /** `ids`: what is known of the logs' ids by their origins, from earlier transactions. */
  constructor(transactor: Transactor, now: Moment, ids: Map<string, string> = new Map()) {
    this.#transactor = transactor;
    this.#now = now;
    this.#ids = ids;
  }

  async lockHead(log: string): Promise<Head | undefined> {
    const row = await this.#selectHead(log).forUpdate("head").executeTakeFirst();
    return row === undefined ? undefined : toHead(row);
  }

  async readHead(log: string): Promise<Head | undefined> {
    const row = await this.#selectHead(log).executeTakeFirst();
    return row === undefined ? undefined : toHead(row);
  }

  async createHead(log: string, head: Head): Promise<boolean> {
    const result = await this.#change
      .insertInto("head")
      .values({ log_id: await this.#idOf(log), ...toRow(head) })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return result.numInsertedOrUpdatedRows === 1n;
  }

  async swapHead(log: string, old: Head, next: Head): Promise<number> {
    const result = await this.#change
      .updateTable("head")
      .set(toRow(next))
      .where("log_id", "=", await this.#idOf(log))
      .where("size", "=", old.size)
      .where("root", "=", old.root)
      .executeTakeFirst();
    return Number(result.numUpdatedRows);
  }

  async readPending(log: string, most: number): Promise<readonly PendingEntry[]> {
    const rows = await this.#change
      .selectFrom("pending")
      .select(["id", "body"])
      .where("log_id", "=", await this.#idOf(log))
      .orderBy("at")
      .orderBy("id")
      .limit(most)
      .execute();
    return rows.map(({ id, body }) => ({ id, bytes: body }));
  }

  /**
   * All at once: they reach the connection in this order, and the second sees what is there then. Each
   * waits since a microsecond later than the one before it, so that they get their places in this order.
   *
   * Takes for granted at first that all are new, which nearly all are: then nobody waits for an answer.
   */
  async insertPending(log: string, entries: readonly PendingEntry[]): Promise<readonly Inserted[]> {
    const log_id = this.#ids.get(log) ?? (await this.#idOf(log));
    if (this.#transactor.mayAssume) {
      this.#transactor.assume(this.#insertNew(log_id, entries));
      return entries.map(() => ({ isNew: true, logged: undefined }));
    }
    const [added, found] = await together([
      this.#change.executeQuery(insertAllPending(this.#toRows(log_id, entries))),
      this.#among(
        log_id,
        entries.map(({ id }) => id),
      ),
    ]);
    const isNew = new Set(added.rows.map(({ id }) => id));
    const logged = new Map(found.map((entry) => [entry.id, entry] as const));
    return entries.map(({ id }) => ({ isNew: isNew.has(id), logged: logged.get(id) }));
  }

  /** Statements that fail where an entry is not new. The first adds all; the other sees what is there then. */
  #insertNew(log_id: string, entries: readonly PendingEntry[]): readonly Promise<unknown>[] {
    const [only, ...others] = entries;
    if (only === undefined) return [];
    const { id, bytes: body } = only;
    const queries =
      others.length === 0
        ? [insertNewPending({ log_id, id, body, at: this.#now }), refuseLogged({ log_id, id })]
        : this.#severalNew(this.#toRows(log_id, entries));
    return queries.map((query) => this.#change.executeQuery(query));
  }

  #severalNew(rows: PendingRows): readonly ReturnType<typeof insertAllNewPending>[] {
    return [insertAllNewPending(rows), refuseAnyLogged(rows)];
  }

  #toRows(log_id: string, entries: readonly PendingEntry[]): PendingRows {
    return {
      log_id,
      ids: entries.map(({ id }) => id),
      bodies: entries.map(({ bytes }) => bytes),
      ats: entries.map((_, i) => microsecondsAfter(this.#now, i)),
    };
  }

  async findPending(log: string, id: string): Promise<PendingEntry | undefined> {
    const row = await this.#change
      .selectFrom("pending")
      .select(["id", "body"])
      .where("log_id", "=", await this.#idOf(log))
      .where("id", "=", id)
      .executeTakeFirst();
    return row === undefined ? undefined : { id: row.id, bytes: row.body };
  }

  async deletePending(log: string, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.#change
      .deleteFrom("pending")
      .where("log_id", "=", await this.#idOf(log))
      .where("id", "=", anyOf(ids))
      .execute();
  }

  async insertEntries(log: string, entries: readonly LoggedEntry[]): Promise<void> {
    if (entries.length === 0) return;
    await insertEntries(await this.#idOf(log), entries).execute(this.#change);
  }

  async findEntries(log: string, ids: readonly string[]): Promise<readonly LoggedEntry[]> {
    if (ids.length === 0) return [];
    return this.#among(await this.#idOf(log), ids);
  }

  /** For a few it is cheaper to ask for each: the plan for a list is made anew each time. */
  async #among(log_id: string, ids: readonly string[]): Promise<readonly LoggedEntry[]> {
    const queries =
      ids.length <= FEW
        ? ids.map((id) => findEntry({ log_id, id }))
        : [entriesAmong({ log_id, ids })];
    const found = await together(queries.map((query) => this.#change.executeQuery(query)));
    return found.flatMap(({ rows }) => rows.map(toEntry));
  }

  async readEntries(log: string, from: number, to: number): Promise<readonly LoggedEntry[]> {
    const rows = await this.#selectEntries(await this.#idOf(log))
      .where("idx", ">=", from)
      .where("idx", "<", to)
      .orderBy("idx")
      .execute();
    return rows.map(toEntry);
  }

  async newestCheckpoint(log: string): Promise<StoredCheckpoint | undefined> {
    return findNewest(this.#change, await this.#idOf(log));
  }

  async newestCosigned(
    log: string,
    least: number,
    below: number,
  ): Promise<StoredCheckpoint | undefined> {
    return findCosigned(this.#change, await this.#idOf(log), least, below);
  }

  async putCheckpoint(log: string, checkpoint: StoredCheckpoint): Promise<void> {
    const log_id = await this.#idOf(log);
    await insertCheckpoint(this.#change, { log_id, ...checkpoint, at: this.#now });
  }

  async putCosignature(log: string, size: number, witness: string, line: string): Promise<void> {
    const log_id = await this.#idOf(log);
    await insertCosignature(this.#change, { log_id, size, witness, line, at: this.#now });
  }

  get #change(): Transactor["change"] {
    return this.#transactor.change;
  }

  #selectHead(log: string) {
    return this.#change
      .selectFrom("head")
      .innerJoin("log", "log.id", "head.log_id")
      .select(["head.size", "head.edge", "head.root"])
      .where("log.origin", "=", log);
  }

  #selectEntries(logId: string) {
    return this.#change
      .selectFrom("entry")
      .select(["idx", "id", "body", "leaf"])
      .where("log_id", "=", logId);
  }

  /** A log keeps the id it was registered with. */
  async #idOf(log: string): Promise<string> {
    const known = this.#ids.get(log);
    if (known !== undefined) return known;
    const row = await this.#change
      .selectFrom("log")
      .select("id")
      .where("origin", "=", log)
      .executeTakeFirst();
    if (row === undefined) throw new Error(`the log ${log} is not registered`);
    this.#ids.set(log, row.id);
    return row.id;
  }
}

const FEW = 4;

/** At most 999, which is more than is ever handed in at once. */
function microsecondsAfter(at: string, count: number): string {
  if (count === 0) return at;
  return at.replace(/(?<=[.][0-9]{3})Z$/, `${String(Math.min(count, 999)).padStart(3, "0")}Z`);
}
