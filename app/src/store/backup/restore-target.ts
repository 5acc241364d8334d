import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type pg from "pg";
import type { StatementListener } from "../connection/client-dialect.ts";
import { setUpSession } from "../connection/connection.ts";
import { Database } from "../transaction/database.ts";
import type { Migration } from "../migration/migration-files.ts";
import { migrate, MIGRATION_TABLE, UNFINISHED } from "../migration/migrate.ts";
import { administer, openTarget, type OpenTarget, type StoreSettings } from "../open-store.ts";
import { makePool } from "../connection/pool.ts";
import { StoreError } from "../store-error.ts";
import type { Reader } from "../transaction/transaction.ts";
import { insertRows } from "./insert-rows.ts";
import { addReferences, dropReferences, type Reference } from "./references.ts";
import { countRows } from "./read-pages.ts";
import type { Row } from "./rows.ts";
import { readTables, type Table } from "./tables.ts";

/** The name of the mark in the list of migrations. */
const MARK = "restore-not-finished";

/**
 * A database that a backup is restored into. From `begin` to `finish` it carries a mark in its list of
 * migrations, for which every start refuses it: a restore that is cut short leaves nothing that could
 * be taken for a whole database. The mark bears the restore's own id. A second restore puts its own in
 * place of it and begins anew, and then nothing more of the first one gets in.
 */
export class RestoreTarget implements AsyncDisposable {
  /** What to call it in a message. */
  readonly place: string;
  readonly #open: OpenTarget;
  readonly #pool: pg.Pool;
  readonly #database: Database;
  readonly #id: string = randomUUID();
  #references: readonly Reference[] = [];

  private constructor(open: OpenTarget, place: string, listener?: StatementListener) {
    this.#open = open;
    this.place = place;
    this.#pool = makePool(open.target, "migrator", 1);
    this.#database = new Database(this.#pool, listener);
  }

  /** The database of these settings; a server is started, or made, as for `openStore`. */
  static async open(settings: StoreSettings): Promise<RestoreTarget> {
    const open = await openTarget(settings);
    const place = await administer(open.target, async (_, name) => name).catch(
      async (error: unknown) => {
        await open.server?.close();
        throw error;
      },
    );
    const name = open.server === undefined ? place : join(settings.home, "db");
    return new RestoreTarget(open, name, settings.onStatement);
  }

  /** Runs `work` in a transaction that sees one state of the database. */
  async read<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    return await this.#database.read(work);
  }

  /**
   * Checks that the database holds no data, or those of a restore that was cut short. Throws
   * "not-empty" with what it holds; nothing was touched.
   */
  async requireEmpty(): Promise<void> {
    if (await this.#hasMark()) return;
    await this.read(async (reader) => {
      for (const table of (await readTables(reader)).carried) {
        if ((await countRows(reader, table)) === 0) continue;
        throw notEmpty(this.place, await describeData(reader, table));
      }
    });
  }

  /**
   * Marks the database, empties it, and brings it to these migrations. Until `finish` no reference
   * between rows is checked, so rows may come in any order. Throws "not-empty" as `requireEmpty` does.
   */
  async begin(
    migrations: readonly Migration[],
    point: (name: string) => void | Promise<void> = () => {},
  ): Promise<void> {
    await this.#asMigrator(async (client, place) => {
      await client.query(MIGRATION_TABLE);
      await inTransaction(client, async () => {
        await client.query(MARKING, [UNFINISHED, MARK, this.#id]);
        // Once more, with the mark in the way of whoever starts now.
        await this.requireEmpty();
        const tables = (await this.#tableNames()).map((name) => client.escapeIdentifier(name));
        if (tables.length > 0) await client.query(`drop table ${tables.join(", ")}`);
        await client.query("delete from migration where number <> $1", [UNFINISHED]);
      });
      await point("marked");
      const mark = { number: UNFINISHED, name: MARK, sql: "", sha256: this.#id };
      await migrate(client, [mark, ...migrations], place);
      await inTransaction(client, async () => {
        this.#references = await dropReferences(client);
      });
    });
  }

  /** Puts rows in, in one transaction. */
  async insert(table: Table, rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return;
    await this.#database.transact(randomUUID(), async (transactor) => {
      this.#requireOwn(await markIn(transactor));
      await insertRows(transactor, table, rows);
    });
  }

  /**
   * Checks that every row that is referred to is there and that each table has as many rows as it
   * should, and takes the mark away: all of it or nothing.
   */
  async finish(rows: ReadonlyMap<Table, number>): Promise<void> {
    await this.#asMigrator(async (client) => {
      await inTransaction(client, async () => {
        const { rows: marks } = await client.query(LOCKING, [UNFINISHED]);
        this.#requireOwn(marks[0]?.["sha256"]);
        await addReferences(client, this.#references, this.place);
        for (const [table, expected] of rows) {
          const name = client.escapeIdentifier(table.name);
          const { rows: counted } = await client.query(`select count(*) as rows from ${name}`);
          const found: unknown = counted[0]?.["rows"];
          if (found !== expected) throw notWhole(this.place, table, expected, Number(found));
        }
        await client.query("delete from migration where number = $1", [UNFINISHED]);
      });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.end();
    await this.#open.server?.close();
  }

  /** Every table but the list of migrations. */
  async #tableNames(): Promise<string[]> {
    const { carried, leftOut } = await this.read(readTables);
    const names = [...carried.map(({ name }) => name), ...leftOut];
    return names.filter((name) => name !== "migration");
  }

  async #hasMark(): Promise<boolean> {
    return await this.read(async (reader) => {
      const { leftOut } = await readTables(reader);
      return leftOut.includes("migration") && (await markIn(reader)) !== undefined;
    });
  }

  #requireOwn(mark: unknown): void {
    if (mark === this.#id) return;
    const what = "another restore into it was begun meanwhile";
    throw new StoreError("unfinished-restore", this.place, what, "leave it to that one");
  }

  async #asMigrator(work: (client: pg.Client, place: string) => Promise<void>): Promise<void> {
    const { target } = this.#open;
    await administer(target, async (client, place) => {
      await setUpSession(client, target, "migrator");
      await work(client, place);
    });
  }
}

/** A failure ends the connection, and with it the transaction. */
async function inTransaction(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query("begin");
  await work();
  await client.query("commit");
}

/** Whoever begins another restore waits until this one has ended or failed. */
const LOCKING = "select sha256 from migration where number = $1 for update";
const MARKING = `insert into migration (number, name, sha256) values ($1, $2, $3)
  on conflict (number) do update set sha256 = excluded.sha256`;

async function markIn({ select }: Reader): Promise<string | undefined> {
  const row = await select
    .selectFrom("migration")
    .select("sha256")
    .where("number", "=", UNFINISHED)
    .executeTakeFirst();
  return row?.sha256;
}

/** The ledger says best whose data they are. */
async function describeData({ select }: Reader, { name }: Table): Promise<string> {
  const log = await select
    .selectFrom("log")
    .select("origin")
    .where("partner", "is", null)
    .executeTakeFirst();
  if (log === undefined) return `rows in the table ${name}`;
  const { entries } = await select
    .selectFrom("entry")
    .select(({ fn }) => fn.countAll<number>().as("entries"))
    .executeTakeFirstOrThrow();
  return `those of the ledger ${log.origin}, with ${entries} entries`;
}

function notEmpty(place: string, found: string): StoreError {
  return new StoreError(
    "not-empty",
    place,
    `it holds data already: ${found}`,
    "nothing was touched: restore into a new home or database, or move this one away first",
  );
}

function notWhole(place: string, { name }: Table, expected: number, found: number): StoreError {
  const what = `the table ${name} has ${found} rows and should have ${expected}`;
  return new StoreError("unfinished-restore", place, what, "run caveat restore again");
}
