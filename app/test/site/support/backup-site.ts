import { createHash, randomUUID } from "node:crypto";
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll } from "vitest";
import { LedgerError } from "../../../src/ledger/ledger-error.ts";
import { serveSigner, type Running } from "../../../src/ledger/signer/serve.ts";
import { advance } from "../../../src/site/advance.ts";
import { backups } from "../../../src/site/backup/backups.ts";
import type { SiteSettings } from "../../../src/site/settings.ts";
import { openSite, type Site } from "../../../src/site/site.ts";
import { verdictMemory } from "../../../src/site/verdict-memory.ts";
import { MIGRATIONS } from "../../../src/store/migration/migration-files.ts";
import { EmbeddedServer } from "../../../src/store/server/embedded.ts";
import type { Backups, Watch } from "../../../src/usecases/back-up.ts";

export const SILENT: Watch = { progress: () => {}, onTrouble: () => {} };

/** The settings of a site whose migrations are named. */
export interface Settings extends SiteSettings {
  readonly url: string;
  readonly signer: string;
  readonly migrations: string;
}

/** Sites that share one server, each with a database and a home of its own. */
export class BackupSites {
  readonly folder: string;
  /** This program's own, as they were when the tests began. */
  readonly migrations: string;
  readonly #server: EmbeddedServer;
  readonly #signers: Running[] = [];
  #count = 0;

  private constructor(folder: string, server: EmbeddedServer) {
    this.folder = folder;
    this.migrations = join(folder, "migrations");
    this.#server = server;
  }

  static async make(): Promise<BackupSites> {
    const folder = await mkdtemp(join(tmpdir(), "caveat-backup-"));
    await cp(MIGRATIONS, join(folder, "migrations"), { recursive: true });
    return new BackupSites(folder, await EmbeddedServer.open({ home: join(folder, "server") }));
  }

  /** A new site, with a signer of its own. */
  async site(): Promise<Settings> {
    const folder = this.path(`signer-${(this.#count += 1)}`);
    const socket = `${folder}.sock`;
    await mkdir(folder, { mode: 0o700 });
    this.#signers.push(await serveSigner({ folder, socket }));
    return await this.#add(socket);
  }

  /** A home and an empty database to restore a site into: its signer was moved there. */
  async emptyFor({ signer }: Settings): Promise<Settings> {
    return await this.#add(signer);
  }

  async #add(signer: string): Promise<Settings> {
    const name = `site_${(this.#count += 1)}`;
    const { socket, port } = this.#server.endpoint;
    const client = new pg.Client({ host: socket, port, user: "caveat", database: "postgres" });
    await client.connect();
    await client.query(`create database ${name} owner caveat_migrator`);
    await client.end();
    return {
      home: this.path(name),
      url: `postgres://caveat@/${name}?host=${encodeURIComponent(socket)}&port=${port}`,
      signer,
      migrations: this.migrations,
    };
  }

  /** A path beside the homes. */
  path(name: string): string {
    return join(this.folder, name);
  }

  /** The folder of these migrations and one more. */
  async migrationsWith(sql: string): Promise<string> {
    const folder = this.path(`migrations-${randomUUID()}`);
    await cp(this.migrations, folder, { recursive: true });
    const count = (await readdir(folder)).filter((name) => /^\d{3}-/.test(name)).length;
    await writeFile(join(folder, `${String(count + 1).padStart(3, "0")}-more.sql`), sql);
    return folder;
  }

  async close(): Promise<void> {
    for (const signer of this.#signers) await signer[Symbol.asyncDispose]();
    await this.#server.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Sites for the tests of one file. */
export function useBackupSites(): () => BackupSites {
  let sites: BackupSites | undefined;
  beforeAll(async () => {
    sites = await BackupSites.make();
  });
  afterAll(async () => await sites?.close());
  return () => {
    if (sites === undefined) throw new Error("the sites are open inside tests only");
    return sites;
  };
}

/** The backups of a site, as the command line has them. */
export function backupsOf(settings: Settings): Backups {
  return backups(settings);
}

/** Opens a site for as long as `work` runs. */
export async function inSite<T>(settings: Settings, work: (site: Site) => Promise<T>): Promise<T> {
  await using site = await openSite(settings);
  return await work(site);
}

/** Keeps verdicts with records of these words, and has the ledger signed. Gives their ids. */
export async function keep(site: Site, ...words: readonly string[]): Promise<string[]> {
  const verdicts = words.map((record) => ({
    id: randomUUID(),
    at: new Date().toISOString(),
    partner: "alder",
    outcome: "hold",
    standing: createHash("sha256").update("standing").digest("hex"),
    engine: createHash("sha256").update("engine").digest("hex"),
    facts: Buffer.from(`{"facts":"${words.length}"}`),
    // Too large for the database, so there is a file as well.
    packs: Buffer.from("x".repeat(70_000)),
    record,
  }));
  await verdictMemory(site).keep(verdicts);
  await advanceInTurn(site);
  return verdicts.map(({ id }) => id);
}

/** Others may be faster five times in a row; then it is this one's turn again. */
async function advanceInTurn(site: Site): Promise<void> {
  for (;;) {
    try {
      await advance(site);
      return;
    } catch (error) {
      if (!(error instanceof LedgerError && error.code === "lost-race")) throw error;
    }
  }
}

/** Every row of every table of a database, as PostgreSQL itself writes them. */
export async function dump(settings: Settings): Promise<Record<string, readonly string[]>> {
  const client = new pg.Client({ connectionString: settings.url });
  await client.connect();
  try {
    const tables = await client.query<{ readonly name: string }>(
      "select tablename as name from pg_tables where schemaname = 'public' order by tablename",
    );
    const all: Record<string, readonly string[]> = {};
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ readonly row: string }>(
        `select one::text as row from "${name}" as one order by 1`,
      );
      all[name] = rows.map(({ row }) => row);
    }
    return all;
  } finally {
    await client.end();
  }
}
