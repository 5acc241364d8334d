import type { Kysely } from "kysely";
import type { ReadonlyCompiledQuery } from "kysely/readonly";
import type { Pool, PoolClient } from "pg";
import { queriesOn, type StatementListener } from "./client-dialect.ts";
import { allAnswered, commit, WrongAssumption } from "./commit.ts";
import { isDuplicate } from "./failure.ts";
import { insist, type Attempt } from "./insist.ts";
import type { Schema } from "./schema.ts";
import { Session } from "./session.ts";
import { CommitUnknown } from "./store-error.ts";
import { Reader, Transactor } from "./transaction.ts";

export interface TransactOptions<T> {
  /**
   * "serializable", the preset: as if transactions ran one after another. "read committed" for those
   * that lock what they rely on, or only insert under an id of their own.
   */
  readonly isolation?: "serializable" | "read committed";
  /**
   * Learns, after a commit of unknown outcome, what the transaction had come to: its result if what
   * it wrote is there, undefined if not. In that case the transaction is run again, so everything it
   * writes must go under ids that its caller has made. Without this the caller gets CommitUnknown.
   */
  readonly settled?: (reader: Reader) => Promise<T | undefined>;
}

const BEGIN = {
  serializable: "begin isolation level serializable",
  "read committed": "begin isolation level read committed",
  reading: "begin isolation level repeatable read read only",
} as const;

/** How many commits in a row may have an unknown outcome before the caller is told. */
const MOST_UNKNOWN = 5;

/** The database under one role. */
export class Database {
  readonly #pool: Pool;
  readonly #listener: StatementListener | undefined;

  constructor(pool: Pool, listener?: StatementListener) {
    this.#pool = pool;
    this.#listener = listener;
  }

  /**
   * Runs `work` in a transaction that sees one state of the database and cannot write; again if the
   * connection breaks. Throws what `work` throws, or "database-down".
   */
  async read<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    return await insist(this.#pool, async (client) => {
      const { session, queries } = this.#open(client);
      const begun = session.begin(BEGIN.reading);
      const value = await worked(session, begun, during(new Reader(queries), work), []);
      session.leave();
      return value;
    });
  }

  /**
   * Runs one statement that reads, in no transaction of its own: it sees one state of the database as it
   * is. Throws as `read` does.
   */
  async ask<Row>(query: ReadonlyCompiledQuery<Row>): Promise<Row[]> {
    return await insist(this.#pool, async (client) => {
      const { session } = this.#open(client);
      const { rows } = await session.alone(query.sql, query.parameters);
      return rows as Row[];
    });
  }

  /**
   * Runs `work` in a transaction and commits it; runs the whole of it again when another transaction
   * was in the way or the connection broke before the commit. `work` must do nothing but database
   * work. `id` is the caller's own name for what is written, such as the id of one of its rows.
   *
   * Throws what `work` throws; "busy" or "database-down" when nothing was written after the last
   * attempt; CommitUnknown, with `id`, when it is not known whether it was.
   */
  async transact<T>(
    id: string,
    work: (transactor: Transactor) => Promise<T>,
    options: TransactOptions<T> = {},
  ): Promise<T> {
    const { isolation = "serializable", settled } = options;
    let mayAssume = true;
    const attempt: Attempt<T> = async (client, isLost) => {
      const { session, queries } = this.#open(client);
      const begun = session.begin(BEGIN[isolation]);
      const transactor = new Transactor(queries, id, mayAssume);
      const working = during(transactor, work);
      const value = await worked(session, begun, working, transactor.assumed);
      if (isLost()) throw new Error("the connection broke before the commit");
      await commit(session, id, [begun, ...transactor.assumed]);
      return value;
    };
    for (let unknown = 0; ; unknown += 1) {
      try {
        return await insist(this.#pool, attempt);
      } catch (error) {
        if (error instanceof WrongAssumption) {
          mayAssume = false;
          unknown -= 1;
          continue;
        }
        const isOpen = error instanceof CommitUnknown || (unknown > 0 && isDuplicate(error));
        if (!isOpen || settled === undefined || unknown === MOST_UNKNOWN) throw error;
        const value = await this.#lookUp(id, settled);
        if (value !== undefined) return value;
      }
    }
  }

  async #lookUp<T>(
    id: string,
    settled: (reader: Reader) => Promise<T | undefined>,
  ): Promise<T | undefined> {
    try {
      return await this.read(settled);
    } catch (error) {
      throw new CommitUnknown(id, error);
    }
  }

  #open(client: PoolClient): Opened {
    const known = OPENED.get(client);
    if (known !== undefined) return known;
    const session = new Session(client, this.#listener);
    const opened = { session, queries: queriesOn(session) };
    OPENED.set(client, opened);
    return opened;
  }
}

/** A connection in use. Kept, since it knows what its server has prepared. */
interface Opened {
  readonly session: Session;
  readonly queries: Kysely<Schema>;
}

const OPENED: WeakMap<PoolClient, Opened> = new WeakMap();

/** Runs the work and takes its rights back when it is done. */
async function during<R extends Reader, T>(right: R, work: (right: R) => Promise<T>): Promise<T> {
  try {
    return await work(right);
  } finally {
    right.end();
  }
}

/**
 * Waits for the work, and for the BEGIN, which its first statement takes along. Where the BEGIN failed
 * that is what went wrong, whatever became of the work; where an assumption failed, that. Work that left
 * something unanswered has its BEGIN waited for with the COMMIT.
 */
async function worked<T>(
  session: Session,
  begun: Promise<void>,
  working: Promise<T>,
  assumed: readonly Promise<unknown>[],
): Promise<T> {
  const [outcome] = await Promise.allSettled([working]);
  if (outcome.status === "fulfilled" && assumed.length > 0) return outcome.value;
  try {
    await allAnswered([begun, ...assumed]);
    return await working;
  } catch (error) {
    session.abandon();
    throw error;
  }
}
