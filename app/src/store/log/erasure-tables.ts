import { sql } from "kysely";
import type { Database } from "../transaction/database.ts";
import { SqlLedgerTables } from "./ledger-tables.ts";
import type { Moment } from "../schema.ts";
import type { Transactor } from "../transaction/transaction.ts";

/** Where a sealed value is kept, as the ledger's port describes it. */
interface SealedPlace {
  /** The id of the entry that commits to it. */
  readonly entry: string;
  readonly field: string;
}

interface LoggedPlace extends SealedPlace {
  readonly index: number;
}

/** The tables of erasures beside those of the ledger (the port is `ledger/seal/ports.ts`). */
export class SqlErasureTables extends SqlLedgerTables {
  readonly #transactor: Transactor;

  constructor(transactor: Transactor, now: Moment) {
    super(transactor, now);
    this.#transactor = transactor;
  }

  async findSubjects(subjects: readonly string[]): Promise<readonly string[]> {
    const rows = await this.#transactor.change
      .selectFrom("sealed_value")
      .select("subject")
      .distinct()
      .where("subject", "=", sql<string>`any(${subjects}::text[])`)
      .execute();
    return rows.map(({ subject }) => subject);
  }

  async readLoggedPlaces(
    log: string,
    subject: string,
    most: number,
  ): Promise<readonly LoggedPlace[]> {
    const rows = await this.#transactor.change
      .selectFrom("sealed_value")
      .innerJoin("entry", "entry.id", "sealed_value.entry_id")
      .innerJoin("log", "log.id", "entry.log_id")
      .select(["sealed_value.entry_id", "sealed_value.field", "entry.idx"])
      .where("sealed_value.subject", "=", subject)
      .where("log.origin", "=", log)
      .orderBy("entry.idx")
      .orderBy("sealed_value.field")
      .limit(most)
      .execute();
    return rows.map(({ entry_id, field, idx }) => ({ entry: entry_id, field, index: idx }));
  }

  async readPlaces(subject: string, most: number): Promise<readonly SealedPlace[]> {
    const rows = await this.#transactor.change
      .selectFrom("sealed_value")
      .select(["entry_id", "field"])
      .where("subject", "=", subject)
      .orderBy("entry_id")
      .orderBy("field")
      .limit(most)
      .execute();
    return rows.map(({ entry_id, field }) => ({ entry: entry_id, field }));
  }

  /** The sequencer's right. */
  async dropSealed(places: readonly SealedPlace[]): Promise<void> {
    if (places.length === 0) return;
    const columns = [
      sql`${places.map(({ entry }) => entry)}::uuid[]`,
      sql`${places.map(({ field }) => field)}::text[]`,
    ];
    await sql`
      delete from sealed_value
      where (entry_id, field) in (
        select gone.entry_id, gone.field from unnest(${sql.join(columns)}) as gone (entry_id, field)
      )
    `.execute(this.#transactor.change);
  }
}

/** The store of erasures over a database: every call of `transact` is one transaction. */
export class SqlErasureStore {
  readonly #database: Database;
  readonly #now: () => Moment;
  readonly #newId: () => string;

  constructor(database: Database, now: () => Moment, newId: () => string) {
    this.#database = database;
    this.#now = now;
    this.#newId = newId;
  }

  /** The head is locked and rows are named by their keys, so READ COMMITTED is enough. */
  async transact<R>(work: (tables: SqlErasureTables) => Promise<R>): Promise<R> {
    return await this.#database.transact(
      this.#newId(),
      async (transactor) => await work(new SqlErasureTables(transactor, this.#now())),
      { isolation: "read committed" },
    );
  }
}
