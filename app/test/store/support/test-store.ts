import { createHash, randomUUID } from "node:crypto";
import { chmodSync, mkdirSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll } from "vitest";
import { openStore, type Store, type StoreSettings } from "../../../src/store/open-store.ts";
import { MIGRATIONS, readMigrations } from "../../../src/store/migration/migration-files.ts";
import { migrate } from "../../../src/store/migration/migrate.ts";
import { findBinaries } from "../../../src/store/server/binaries.ts";
import { EmbeddedServer } from "../../../src/store/server/embedded.ts";
import { dialectProblems } from "./dialect.ts";

/** Databases of test files that were killed are dropped by later ones after this long. */
const ABANDONED_MS = 3_600_000;

/** What a test file gets: a database of its own, on a server that all test files share. */
export class TestStore {
  readonly server: EmbeddedServer;
  readonly database: string;
  readonly home: string;
  readonly store: Store;
  readonly #statements: Set<string>;

  private constructor(parts: Parts, store: Store, statements: Set<string>) {
    this.server = parts.server;
    this.database = parts.database;
    this.home = parts.home;
    this.store = store;
    this.#statements = statements;
  }

  static async open(settings: Partial<StoreSettings> = {}): Promise<TestStore> {
    const home = await sharedHome();
    const server = await EmbeddedServer.open({ home });
    const database = `test_${Date.now()}_${randomUUID().slice(0, 8)}`;
    const statements = new Set<string>();
    await asAdministrator(server, "postgres", async (client) => {
      await dropAbandoned(client);
      const template = await ensureTemplate(server, client);
      await client.query(`create database ${database} template ${template} owner caveat_migrator`);
    });
    const onStatement = (sql: string): void => void statements.add(sql);
    const store = await openStore({ home, database, onStatement, ...settings });
    return new TestStore({ server, database, home }, store, statements);
  }

  /** Runs `work` as the superuser of the server, in this file's database. */
  async asAdministrator<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    return await asAdministrator(this.server, this.database, work);
  }

  /** A URL under which the database is reached as if it were a site's own. */
  url(user: string, socket: string = this.server.endpoint.socket): string {
    const host = encodeURIComponent(socket);
    return `postgres://${user}@/${this.database}?host=${host}&port=${this.server.endpoint.port}`;
  }

  /** Throws when a statement that was run is outside the common dialect. */
  async close(): Promise<void> {
    await this.store.close();
    await asAdministrator(this.server, "postgres", async (client) => {
      await client.query(`drop database ${this.database} with (force)`);
    });
    await this.server.close();
    for (const sql of this.#statements) {
      const problems = await dialectProblems(sql);
      if (problems.length > 0) throw new Error(`${problems.join(", ")} in: ${sql}`);
    }
  }
}

interface Parts {
  readonly server: EmbeddedServer;
  readonly database: string;
  readonly home: string;
}

/** A store for the tests of one file, opened before the first and closed after the last. */
export function useTestStore(settings: Partial<StoreSettings> = {}): () => TestStore {
  let opened: TestStore | undefined;
  beforeAll(async () => {
    opened = await TestStore.open(settings);
  });
  afterAll(async () => await opened?.close());
  return () => {
    if (opened === undefined) throw new Error("the test store is open inside tests only");
    return opened;
  };
}

/** Kept between runs: opening it again takes a tenth of the time of making it. */
async function sharedHome(): Promise<string> {
  const spare = tmpdir();
  const { major } = await findBinaries({});
  const key = createHash("sha256").update(`${MIGRATIONS} ${major}`).digest("hex").slice(0, 8);
  const home = join(spare, `caveat-tests-${userInfo().username}-${key}`);
  mkdirSync(home, { recursive: true });
  chmodSync(home, 0o711);
  return home;
}

async function ensureTemplate(server: EmbeddedServer, client: pg.Client): Promise<string> {
  const migrations = await readMigrations();
  const hashes = migrations.map(({ sha256 }) => sha256).join();
  const name = `template_${createHash("sha256").update(hashes).digest("hex").slice(0, 12)}`;
  const { rows } = await client.query("select 1 from pg_database where datname = $1", [name]);
  if (rows.length > 0) return name;
  const draft = `test_${Date.now()}_${randomUUID().slice(0, 8)}`;
  await client.query(`create database ${draft} owner caveat_migrator`);
  const migrator = new pg.Client({ ...clientOf(server, draft), user: "caveat_migrator" });
  await migrator.connect();
  await migrate(migrator, migrations, draft);
  await migrator.end();
  await client.query(`alter database ${draft} rename to ${name}`).catch(async () => {
    await client.query(`drop database ${draft}`);
  });
  return name;
}

async function dropAbandoned(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ readonly datname: string }>(
    "select datname from pg_database where datname like 'test\\_%'",
  );
  const old = rows.filter(
    ({ datname }) => Date.now() - Number(datname.split("_")[1]) > ABANDONED_MS,
  );
  for (const { datname } of old) await client.query(`drop database if exists ${datname}`);
}

async function asAdministrator<T>(
  server: EmbeddedServer,
  database: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ ...clientOf(server, database), user: "caveat" });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function clientOf({ endpoint }: EmbeddedServer, database: string): pg.ClientConfig {
  return { host: endpoint.socket, port: endpoint.port, database, ssl: false };
}
