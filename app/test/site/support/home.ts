import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll } from "vitest";
import { openSigner, type SiteSigner } from "../../../src/site/signer-process.ts";
import { EmbeddedServer } from "../../../src/store/server/embedded.ts";
import type { Ports } from "../../../src/usecases/ports.ts";
import { caveat, type Ran } from "../../support/cli.ts";

/** A site of its own for the tests of one file; its database and signer keep running between them. */
export class Home {
  /** Beside the site's own folder: for exports, proofs and the like. */
  readonly folder: string;
  readonly #server: EmbeddedServer;
  readonly #signer: SiteSigner;
  readonly #env: Record<string, string> = {};
  /** The packs are compiled once. */
  #ports: Ports | undefined;

  private constructor(folder: string, server: EmbeddedServer, signer: SiteSigner) {
    this.folder = folder;
    this.#server = server;
    this.#signer = signer;
  }

  static async make(): Promise<Home> {
    const folder = await mkdtemp(join(tmpdir(), "caveat-site-"));
    const home = join(folder, "home");
    const server = await EmbeddedServer.open({ home });
    return new Home(folder, server, await openSigner(home, undefined));
  }

  /** The site's own folder. */
  get path(): string {
    return join(this.folder, "home");
  }

  get env(): Readonly<Record<string, string>> {
    return { CAVEAT_HOME: this.path, ...this.#env };
  }

  /** Sets a variable of the environment for all that runs from now on. */
  set(name: string, value: string): void {
    this.#env[name] = value;
    this.#ports = undefined;
  }

  /** A path in `folder`. */
  file(name: string): string {
    return join(this.folder, name);
  }

  /** Runs the command line for this site. */
  run(...args: readonly string[]): Promise<Ran> {
    return caveat(args, { env: this.env, ports: (all) => (this.#ports ??= all) });
  }

  /** Runs SQL as the database's superuser: an attacker. */
  async asSuperuser<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const { socket, port } = this.#server.endpoint;
    const client = new pg.Client({ host: socket, port, user: "caveat", database: "caveat" });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  /** Kills the database's server, as a crash of it does; it is started again. */
  async killDatabase(): Promise<void> {
    const { pid } = this.#server;
    process.kill(pid, "SIGKILL");
    while (this.#server.pid === pid) await pause(20);
  }

  /** The files below the site's folder that hold one of these byte strings. */
  async filesWith(parts: readonly Buffer[]): Promise<string[]> {
    const found: string[] = [];
    for (const entry of await readdir(this.path, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const bytes = await readFile(path);
      if (parts.some((part) => bytes.includes(part))) found.push(path);
    }
    return found;
  }

  async close(): Promise<void> {
    await this.#signer[Symbol.asyncDispose]();
    await this.#server.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A site for the tests of one file. */
export function useHome(): () => Home {
  let home: Home | undefined;
  beforeAll(async () => {
    home = await Home.make();
  });
  afterAll(async () => await home?.close());
  return () => {
    if (home === undefined) throw new Error("the site is open inside tests only");
    return home;
  };
}
