import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type Compilable,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type QueryResult,
} from "kysely";
import type { Schema } from "../schema.ts";
import type { OnConnection } from "./on-connection.ts";
import { isKept, lookupOf } from "../transaction/statement.ts";

/** Called with the text of every statement before it is run. */
export type StatementListener = (sql: string) => void;

type On = Pick<OnConnection, "session" | "register">;

/**
 * Kysely on one connection that somebody else has opened, and on which somebody else begins and ends
 * transactions. Closing it does nothing.
 */
export function queriesOn(opened: On): Kysely<Schema> {
  const connection = connectionOf(opened);
  const refuse = (): Promise<void> => {
    throw new Error(
      "a transaction is begun with Database.transact, and inside one there is no other",
    );
  };
  const nothing = async (): Promise<void> => {};
  const dialect: Dialect = {
    createAdapter: () => new PostgresAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createDriver: () => ({
      init: nothing,
      acquireConnection: async () => connection,
      beginTransaction: refuse,
      commitTransaction: refuse,
      rollbackTransaction: refuse,
      releaseConnection: nothing,
      destroy: nothing,
    }),
  };
  return new Queries(connection, dialect);
}

/** A query that is compiled already goes to the connection at once: there is nothing to plug in. */
class Queries extends Kysely<Schema> {
  readonly #connection: DatabaseConnection;

  constructor(connection: DatabaseConnection, dialect: Dialect) {
    super({ dialect });
    this.#connection = connection;
  }

  override async executeQuery<R>(query: CompiledQuery<R> | Compilable<R>): Promise<QueryResult<R>> {
    return await this.#connection.executeQuery<R>("compile" in query ? query.compile() : query);
  }
}

function connectionOf(opened: On): DatabaseConnection {
  return {
    executeQuery: async <R>(query: CompiledQuery): Promise<QueryResult<R>> => {
      const lookup = opened.register === undefined ? undefined : lookupOf(query);
      const known = lookup === undefined ? undefined : opened.register?.recall(lookup);
      if (known !== undefined) return { rows: known as R[] };
      const answer = opened.session.run(query.sql, query.parameters, isKept(query));
      const { tag, rows } = await answer;
      if (lookup !== undefined) opened.register?.note(lookup, rows);
      return { rows: rows as R[], numAffectedRows: countIn(tag) };
    },
    streamQuery: () => {
      throw new Error("read in pages instead of streaming");
    },
  };
}

/** The number that ends "INSERT 0 1". */
function countIn(tag: string): bigint {
  return BigInt(tag.slice(tag.lastIndexOf(" ") + 1));
}
