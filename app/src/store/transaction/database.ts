import { randomUUID } from "node:crypto";
import type { ReadonlyCompiledQuery } from "kysely/readonly";
import type { Pool } from "pg";
import type { StatementListener } from "../connection/client-dialect.ts";
import { commit, WrongAssumption } from "./commit.ts";
import { isDuplicate } from "./failure.ts";
import { insist, type Attempt } from "./insist.ts";
import { onConnection } from "../connection/on-connection.ts";
import { readMark, renewMark } from "../register/mark.ts";
import type { RegisterMemory } from "../register/register-memory.ts";
import { RegisterReading } from "../register/register-reading.ts";
import type { Session } from "../connection/session.ts";
import { lookupOf } from "./statement.ts";
import { CommitUnknown } from "../store-error.ts";
import { Reader, Transactor } from "./transaction.ts";
import { during, worked } from "./worked.ts";

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

/** Whether a transaction may take rows of the register from memory, and which of its own go there. */
interface Memorising {
  readonly mayRely: boolean;
  readonly remembers: "all" | "found";
}

const RELYING: Memorising = { mayRely: true, remembers: "all" };

/** The database under one role. */
export class Database {
  readonly #pool: Pool;
  readonly #listener: StatementListener | undefined;
  readonly #memory: RegisterMemory | undefined;

  /** `memory`: what is remembered of the register under this role. */
  constructor(pool: Pool, listener?: StatementListener, memory?: RegisterMemory) {
    this.#pool = pool;
    this.#listener = listener;
    this.#memory = memory;
  }

  /**
   * Runs `work` in a transaction that sees one state of the database and cannot write; again if the
   * connection breaks, or if what was remembered of the register is not so any more. Throws what `work`
   * throws, or "database-down".
   */
  async read<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    try {
      return await this.#readOnce(work, RELYING);
    } catch (error) {
      if (!(error instanceof WrongAssumption)) throw error;
      return await this.#readOnce(work, { ...RELYING, mayRely: false });
    }
  }

  async #readOnce<T>(
    work: (reader: Reader) => Promise<T>,
    { mayRely, remembers }: Memorising,
  ): Promise<T> {
    return await insist(this.#pool, async (client) => {
      const opened = onConnection(client, this.#listener);
      const { session, queries } = opened;
      const register = this.#memory && new RegisterReading(session, this.#memory, mayRely);
      opened.register = register;
      const begun = session.begin(BEGIN.reading);
      const working = during(new Reader(queries), work);
      await Promise.allSettled([working]);
      // Whatever came of it, an error too.
      const isWrong = await register?.isWrong();
      if (isWrong === true) {
        session.abandon();
        await Promise.allSettled([begun]);
        throw new WrongAssumption("the register has changed since it was remembered");
      }
      const value = await worked(session, begun, working, []);
      await register?.remember(remembers);
      session.leave();
      return value;
    });
  }

  /**
   * Runs one statement that reads, in no transaction of its own: it sees one state of the database as it
   * is. Throws as `read` does.
   */
  async ask<Row>(query: ReadonlyCompiledQuery<Row>): Promise<Row[]> {
    if (this.#memory !== undefined && lookupOf(query) !== undefined)
      return await this.#recall(query);
    return await insist(this.#pool, async (client) => {
      const { session } = onConnection(client, this.#listener);
      const { rows } = await session.alone(query.sql, query.parameters);
      return rows as Row[];
    });
  }

  /** Of what is remembered only the mark is looked at: one short statement. */
  async #recall<Row>(query: ReadonlyCompiledQuery<Row>): Promise<Row[]> {
    const rows = this.#memory?.find(lookupOf(query) ?? "");
    if (rows !== undefined) {
      const { mark } = this.#memory ?? {};
      const [found] = await this.ask(readMark({}));
      if (mark !== undefined && found?.mark === mark) return [...rows] as Row[];
    }
    const look = async ({ select }: Reader): Promise<Row[]> =>
      (await select.executeQuery(query)).rows;
    return await this.#readOnce(look, { mayRely: false, remembers: "found" });
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
      const opened = onConnection(client, this.#listener);
      const { session, queries } = opened;
      opened.register = undefined;
      const begun = session.begin(BEGIN[isolation]);
      const transactor = new Transactor(queries, id, mayAssume);
      const working = during(transactor, work);
      const value = await worked(session, begun, working, transactor.assumed);
      if (isLost()) throw new Error("the connection broke before the commit");
      await commit(session, id, [begun, ...transactor.assumed, ...renewed(session)]);
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
}

/** A transaction that changed the register gives it another mark, last of all: only then is it in the way. */
function renewed(session: Session): Promise<unknown>[] {
  if (!session.hasChangedRegister) return [];
  const { sql, parameters } = renewMark({ mark: randomUUID() });
  return [session.run(sql, parameters, true)];
}
