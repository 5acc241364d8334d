import { join } from "node:path";
import pg from "pg";
import { checkSafety } from "./check-safety.ts";
import type { StatementListener } from "./connection/client-dialect.ts";
import {
  clientConfig,
  describeTarget,
  setUpSession,
  type Target,
} from "./connection/connection.ts";
import { ContentStore } from "./content/content.ts";
import { Database } from "./transaction/database.ts";
import { findMissing, migrate } from "./migration/migrate.ts";
import { readMigrations } from "./migration/migration-files.ts";
import { prepareRoles } from "./migration/prepare-roles.ts";
import { CONNECTIONS_PER_ROLE, makePool } from "./connection/pool.ts";
import type { Role } from "./connection/roles.ts";
import { RegisterMemory } from "./register/register-memory.ts";
import { EmbeddedServer } from "./server/embedded.ts";
import { StoreError } from "./store-error.ts";

export interface StoreSettings {
  /** The folder of the site. */
  readonly home: string;
  /** A PostgreSQL of the site's own (CAVEAT_DATABASE_URL); else one is kept running in `home`. */
  readonly url?: string | undefined;
  /** The `postgres` program for the one in `home`, or its folder (CAVEAT_POSTGRES). */
  readonly postgres?: string | undefined;
  /** The name of the database on the server in `home`. */
  readonly database?: string | undefined;
  /** How many connections each role may hold. */
  readonly connections?: number | undefined;
  /** The folder of migrations; this program's own unless a test says otherwise. */
  readonly migrations?: string | undefined;
  /** Told in a sentence when the server has gone and when it is back. */
  readonly onTrouble?: ((what: string) => void) | undefined;
  /** Told every statement that is run for a caller. */
  readonly onStatement?: StatementListener | undefined;
}

/** An open database, of which each part of the program gets only what its role may do. */
export class Store {
  readonly target: Target;
  /** Bytes by their hash; the large ones are files in the site's folder. */
  readonly content: ContentStore;
  readonly #settings: StoreSettings;
  readonly #server: EmbeddedServer | undefined;
  readonly #pools: Map<Role, pg.Pool> = new Map();
  /** Of the one role that writes to the register, and reads it for every request. */
  readonly #register: RegisterMemory = new RegisterMemory();

  /** Use openStore. */
  constructor(
    settings: StoreSettings,
    target: Target,
    content: ContentStore,
    server?: EmbeddedServer,
  ) {
    this.#settings = settings;
    this.target = target;
    this.content = content;
    this.#server = server;
  }

  /** The database under one role. Connections are opened when they are needed. */
  as(role: Role): Database {
    const size = this.#settings.connections ?? CONNECTIONS_PER_ROLE;
    const pool = this.#pools.get(role) ?? makePool(this.target, role, size);
    // A connection that is made anew may be to what somebody has put in this database's place.
    if (!this.#pools.has(role) && role === "app") pool.on("connect", () => this.#register.forget());
    this.#pools.set(role, pool);
    return new Database(
      pool,
      this.#settings.onStatement,
      role === "app" ? this.#register : undefined,
    );
  }

  /** The process of the server, where it is ours. */
  get serverPid(): number | undefined {
    return this.#server?.pid;
  }

  /** Waits for what runs, gives the connections back, and stops the server if nobody else uses it. */
  async close(): Promise<void> {
    await Promise.all([...this.#pools.values()].map(async (pool) => await pool.end()));
    this.#pools.clear();
    await this.#server?.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/**
 * Opens the store: the site's own database where a URL is given, else the one in `home`, which is
 * made and started as needed; checks that it keeps what it acknowledges; brings its schema up to
 * date.
 *
 * Throws a StoreError: "no-server", "foreign-database", "unsafe-database", "database-down",
 * "missing-role", "changed-migration" or "newer-database".
 */
export async function openStore(settings: StoreSettings): Promise<Store> {
  const content = await ContentStore.open(join(settings.home, "content"));
  const { target, server } = await openTarget(settings);
  try {
    await administer(target, async (client, place) => {
      const migrations = await readMigrations(settings.migrations);
      if ((await findMissing(client, migrations, place)).length === 0) return;
      await setUpSession(client, target, "migrator");
      await migrate(client, migrations, place);
    });
    return new Store(settings, target, content, server);
  } catch (error) {
    await server?.close();
    throw error;
  }
}

/** A server that answers: kept running until `server` is closed, where it is ours. */
export interface OpenTarget {
  readonly target: Target;
  readonly server: EmbeddedServer | undefined;
}

/** The database of these settings, as it is. Throws as `openStore` does for the server itself. */
export async function openTarget(settings: StoreSettings): Promise<OpenTarget> {
  if (settings.url !== undefined) {
    return { target: { kind: "external", url: settings.url }, server: undefined };
  }
  const server = await EmbeddedServer.open(settings);
  const database = settings.database ?? "caveat";
  return { target: { kind: "embedded", endpoint: server.endpoint, database }, server };
}

/**
 * Runs `work` on a connection of the login itself, to a server that was found to keep what it
 * acknowledges and to have the roles. `work` may take a role with `setUpSession`.
 */
export async function administer<T>(
  target: Target,
  work: (client: pg.Client, place: string) => Promise<T>,
): Promise<T> {
  const place = describeTarget(target);
  const client = new pg.Client(clientConfig(target, undefined));
  client.on("error", () => undefined);
  try {
    await client.connect().catch((error: unknown) => {
      throw unreachable(place, error);
    });
    await setUpSession(client, target, undefined);
    await checkSafety(client, place);
    if (target.kind === "external") await prepareRoles(client, place);
    return await work(client, place);
  } finally {
    await client.end();
  }
}

function unreachable(place: string, error: unknown): StoreError {
  const said = error instanceof Error ? error.message : String(error);
  return new StoreError(
    "database-down",
    place,
    `it cannot be reached (${said})`,
    "check that it runs and that this login may use it",
    error,
  );
}
