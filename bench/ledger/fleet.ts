import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { signerService, type SignerService } from "../../app/src/ledger/signer/connect.ts";
import type { SiteSettings } from "../../app/src/site/settings.ts";
import { openSite, type Site } from "../../app/src/site/site.ts";
import { NOT_STARTED, type Stop } from "../children/child.ts";
import { childrenOf, postmasterOf, signalAll } from "./database-processes.ts";
import { Heard } from "./heard.ts";
import type { Ended, Process } from "./process.ts";
import { PROGRAMS, startProgram, type Place, type Program } from "./start-program.ts";

/** Milliseconds until what did not start is started again. */
const AGAIN_MS = 100;

/**
 * The programs of a site on a home of its own, each a process: a server with its writers, two
 * sequencers, a signer, a witness, and the database that they keep running.
 */
export class Fleet {
  /** Everything is below it. */
  readonly folder: string;
  readonly heard: Heard = new Heard();
  /** Every key the root log has had. */
  readonly keys: string[] = [];
  readonly failures: string[] = [];
  readonly #place: Place;
  readonly #running: Map<Program, Process> = new Map();
  /** The root log. */
  origin = "";

  private constructor(folder: string, port: number) {
    this.folder = folder;
    this.#place = {
      home: join(folder, "home"),
      signer: join(folder, "signer.sock"),
      witnesses: join(folder, "witnesses"),
      witness: join(folder, "witness"),
      port,
    };
  }

  /** Makes the site, with everything running. */
  static async start(): Promise<Fleet> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "caveat-fleet-")));
    const fleet = new Fleet(folder, await freePort());
    try {
      await fleet.#make();
      return fleet;
    } catch (error) {
      await fleet.end();
      throw error;
    }
  }

  get home(): string {
    return this.#place.home;
  }

  get witnessFolder(): string {
    return this.#place.witness;
  }

  /** What every program of the site is given. */
  get settings(): SiteSettings {
    const { home, signer, witnesses } = this.#place;
    return { home, signer, witnesses };
  }

  get signer(): SignerService {
    return signerService(this.#place.signer);
  }

  /** The site, opened by the campaign itself. */
  async open(): Promise<Site> {
    return openSite(this.settings);
  }

  /** Starts a program as an operator does; with `stop` one that ends itself there, and is left alone. */
  async run(program: Program, stop?: Stop): Promise<Process> {
    const hear = (words: readonly string[]): void => this.heard.hear(words, program);
    const process = startProgram(program, this.#place, this.keys, hear, stop);
    this.#running.set(program, process);
    if (stop === undefined) {
      void process.ended.then((how) => this.#whenEnded(program, process, how));
    }
    await process.open.catch(() => {});
    return process;
  }

  async runAll(programs: readonly Program[] = PROGRAMS): Promise<void> {
    await Promise.all(programs.map((program) => this.run(program)));
  }

  async kill(programs: readonly Program[]): Promise<void> {
    await Promise.all(programs.map(async (program) => this.#running.get(program)?.kill()));
  }

  /** Stops programs as an operator does. */
  async stop(programs: readonly Program[]): Promise<void> {
    for (const program of programs) {
      const ended = await this.#running.get(program)?.stop();
      if (ended !== 0) this.failures.push(`${program} was told to stop and ended with ${ended}`);
    }
  }

  /** Kills the server of the database, and with `all` its connections and helpers too. */
  async killDatabase(all: boolean): Promise<void> {
    const pid = await postmasterOf(this.home);
    if (pid === undefined) return;
    const children = all ? await childrenOf(pid) : [];
    signalAll([pid, ...children], "SIGKILL");
  }

  /** Ends everything and removes the home. */
  async end(): Promise<void> {
    await this.kill(PROGRAMS);
    await this.killDatabase(true);
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #make(): Promise<void> {
    const { home, signer, witnesses } = this.#place;
    await mkdir(join(home, "signer"), { recursive: true, mode: 0o700 });
    await this.run("signer");
    const site = await openSite({ home, signer });
    this.origin = site.origin;
    this.keys.push(...(await site.signer.of(site.origin).state()).keys);
    const [url = "", key = ""] = await (await this.run("witness")).open;
    await writeFile(witnesses, `witness w1 ${key} ${url}\nquorum w1\n`);
    await this.runAll(["server", "sequencer 1", "sequencer 2"]);
    // Only now: the last one to close it stops the database.
    await site[Symbol.asyncDispose]();
  }

  /** What could not start, since another was away, is started again; nothing else may end by itself. */
  async #whenEnded(program: Program, process: Process, how: Ended): Promise<void> {
    if (process.isExpected) return;
    if (how !== NOT_STARTED) {
      this.failures.push(`${program} ended by itself (${how}): ${process.complaint}`);
      return;
    }
    await pause(AGAIN_MS);
    const isOurs = !process.isExpected && this.#running.get(program) === process;
    if (isOurs) await this.run(program);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
