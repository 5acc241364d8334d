import type { Database } from "../transaction/database.ts";
import type { Moment } from "../schema.ts";
import { SqlLedgerTables } from "./ledger-tables.ts";

/** The ledger's store over a database: every call of `transact` is one transaction. */
export class SqlLedgerStore {
  readonly #database: Database;
  readonly #now: () => Moment;
  readonly #newId: () => string;
  readonly #ids: Map<string, string> = new Map();

  /** `now` gives the time in UTC; `newId` a name for each transaction. */
  constructor(database: Database, now: () => Moment, newId: () => string) {
    this.#database = database;
    this.#now = now;
    this.#newId = newId;
  }

  /** Entries and heads are locked or inserted under their own ids, so READ COMMITTED is enough. */
  async transact<R>(work: (tables: SqlLedgerTables) => Promise<R>): Promise<R> {
    return await this.#database.transact(
      this.#newId(),
      async (transactor) => await work(new SqlLedgerTables(transactor, this.#now(), this.#ids)),
      { isolation: "read committed" },
    );
  }
}

/**
 * Registers a log: the root log, whose partner is undefined, or a partner's. Idempotent by origin.
 * `id` names it where it is new.
 */
export async function registerLog(
  database: Database,
  id: string,
  origin: string,
  partner: string | undefined,
): Promise<void> {
  await database.transact(id, async ({ change }) => {
    await change
      .insertInto("log")
      .values({ id, origin, partner: partner ?? null })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
}
