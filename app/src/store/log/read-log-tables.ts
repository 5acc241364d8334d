import { sql } from "kysely";
import type { ContentStore } from "../content/content.ts";
import type { Database } from "../transaction/database.ts";
import { anyOf } from "./ledger-rows.ts";
import { SqlLedgerTables } from "./ledger-tables.ts";
import type { Moment } from "../schema.ts";
import { statement, type Statement } from "../transaction/statement.ts";
import type { Transactor } from "../transaction/transaction.ts";

/** A read of something sensitive, as the ledger's port describes it. */
interface ReadRecord {
  readonly id: string;
  readonly at: Moment;
  readonly bytes: Uint8Array;
}

interface ReadBatch {
  /** Of the batch and of its entry. */
  readonly id: string;
  readonly since: Moment;
  readonly until: Moment;
  readonly reads: number;
  readonly content: Uint8Array;
}

/**
 * Notes reads, in a transaction that commits before what was read is handed out. The same id again
 * does nothing.
 */
export async function noteReads(
  transactor: Transactor,
  reads: readonly ReadRecord[],
): Promise<void> {
  if (reads.length === 0) return;
  const noting = transactor.change.executeQuery(
    insertReads({
      ids: reads.map(({ id }) => id),
      ats: reads.map(({ at }) => at),
      bodies: reads.map(({ bytes }) => bytes),
    }),
  );
  // It cannot fail for what is there already, and so need not be waited for before the COMMIT.
  if (transactor.mayAssume) transactor.assume([noting]);
  else await noting;
}

interface ReadRows {
  readonly ids: readonly string[];
  readonly ats: readonly Moment[];
  readonly bodies: readonly Uint8Array[];
}

const insertReads: Statement<ReadRows, unknown> = statement((query, rows) =>
  sql`
    insert into read_pending (id, at, body)
    select * from unnest(${rows.ids}::uuid[], ${rows.ats}::timestamptz[], ${rows.bodies}::bytea[])
    on conflict do nothing
  `.compile(query),
);

/** The tables of the read log beside those of the ledger (the port is `ledger/read-log.ts`). */
export class SqlReadLogTables extends SqlLedgerTables {
  readonly #transactor: Transactor;
  readonly #content: ContentStore;

  constructor(transactor: Transactor, now: Moment, content: ContentStore) {
    super(transactor, now);
    this.#transactor = transactor;
    this.#content = content;
  }

  /** The earliest first. */
  async readPendingReads(most: number): Promise<readonly ReadRecord[]> {
    const rows = await this.#transactor.change
      .selectFrom("read_pending")
      .selectAll()
      .orderBy("at")
      .orderBy("id")
      .limit(most)
      .execute();
    return rows.map(({ id, at, body }) => ({ id, at, bytes: body }));
  }

  /** Throws when one of them is gone: another batch has it. */
  async deletePendingReads(ids: readonly string[]): Promise<void> {
    const { numDeletedRows } = await this.#transactor.change
      .deleteFrom("read_pending")
      .where("id", "=", anyOf(ids))
      .executeTakeFirstOrThrow();
    if (numDeletedRows !== BigInt(ids.length)) throw new Error("another batch has these reads");
  }

  async insertReadBatch({ content, ...batch }: ReadBatch): Promise<void> {
    const hash = await this.#content.put(this.#transactor, content);
    await this.#transactor.change
      .insertInto("read_batch")
      .values({ ...batch, content: hash })
      .execute();
  }
}

/** The read log's store over a database: every call of `transact` is one transaction. */
export class SqlReadLogStore {
  readonly #database: Database;
  readonly #content: ContentStore;
  readonly #now: () => Moment;
  readonly #newId: () => string;

  constructor(database: Database, content: ContentStore, now: () => Moment, newId: () => string) {
    this.#database = database;
    this.#content = content;
    this.#now = now;
    this.#newId = newId;
  }

  /** SERIALIZABLE: of two batchers that take the same reads, one is run again and finds them gone. */
  async transact<R>(work: (tables: SqlReadLogTables) => Promise<R>): Promise<R> {
    return await this.#database.transact(
      this.#newId(),
      async (transactor) =>
        await work(new SqlReadLogTables(transactor, this.#now(), this.#content)),
    );
  }
}
