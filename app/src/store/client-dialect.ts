import { createHash } from "node:crypto";
import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type QueryResult,
} from "kysely";
import type { ClientBase } from "pg";
import type { Schema } from "./schema.ts";

/** Called with the text of every statement before it is run. */
export type StatementListener = (sql: string) => void;

/**
 * Kysely on one connection that somebody else has opened, and on which somebody else begins and ends
 * transactions. Closing it does nothing.
 */
export function queriesOn(client: ClientBase, listener?: StatementListener): Kysely<Schema> {
  const connection = connectionOf(client, listener);
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
  return new Kysely<Schema>({ dialect });
}

function connectionOf(client: ClientBase, listener?: StatementListener): DatabaseConnection {
  return {
    executeQuery: async <R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> => {
      listener?.(sql);
      const name = preparedName(sql);
      const { rows, rowCount } = await client.query({
        text: sql,
        values: [...parameters],
        ...(name === undefined ? {} : { name }),
      });
      return { rows, numAffectedRows: BigInt(rowCount ?? 0) };
    },
    streamQuery: () => {
      throw new Error("read in pages instead of streaming");
    },
  };
}

/**
 * Names under which the server keeps a statement's plan. The program's statements are few; ones whose
 * text depends on how much is asked for (lists) would fill the server's memory, so there is a limit.
 */
const MOST_NAMES = 200;
const names = new Map<string, string>();

function preparedName(sql: string): string | undefined {
  const known = names.get(sql);
  if (known !== undefined || names.size >= MOST_NAMES) return known;
  const name = createHash("sha256").update(sql).digest("hex").slice(0, 32);
  names.set(sql, name);
  return name;
}
