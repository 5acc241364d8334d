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
import type { Schema } from "./schema.ts";
import type { Session } from "./session.ts";
import { isKept } from "./statement.ts";

/** Called with the text of every statement before it is run. */
export type StatementListener = (sql: string) => void;

/**
 * Kysely on one connection that somebody else has opened, and on which somebody else begins and ends
 * transactions. Closing it does nothing.
 */
export function queriesOn(session: Session): Kysely<Schema> {
  const connection = connectionOf(session);
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

function connectionOf(session: Session): DatabaseConnection {
  return {
    executeQuery: async <R>(query: CompiledQuery): Promise<QueryResult<R>> => {
      const { tag, rows } = await session.run(query.sql, query.parameters, isKept(query));
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
