import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { signerService, type SignerService } from "../../app/src/ledger/signer/connect.ts";
import type { SiteSettings } from "../../app/src/site/settings.ts";
import { openSite, type Site } from "../../app/src/site/site.ts";
import type { SequencerOrder } from "../children/sequencer.ts";
import type { ServerOrder } from "../children/server.ts";
import { NOT_STARTED, type Stop } from "../children/child.ts";
import type { WitnessOrder } from "../children/witness.ts";
import { childrenOf, postmasterOf, signalAll } from "./database-processes.ts";
import { Heard } from "./heard.ts";
import { Process, type Ended } from "./process.ts";

export const PROGRAMS = ["signer", "witness", "server", "sequencer 1", "sequencer 2"] as const;
export type Program = (typeof PROGRAMS)[number];

const SIGNER = new URL("../../app/src/ledger/signer/main.ts", import.meta.url);
/** The same signer, which is told where to die. */
const STOPPED_SIGNER = new URL("../../app/test/ledger/support/signer-child.ts", import.meta.url);
/** Milliseconds until what did not start is started again. */
const AGAIN_MS = 100;
const child = (name: string): URL => new URL(`../children/${name}.ts`, import.meta.url);

/**
 * The programs of a site on a home of its own, each a process: a server with its writers, two
 * sequencers, a signer, a witness, and the database that they keep running.
 */
export class Fleet {
  readonly home: string;
  readonly heard: Heard = new Heard();
  /** Every key the root log has had. */
  readonly keys: string[] = [];
  readonly failures: string[] = [];
  readonly #folder: string;
  readonly #running: Map<Program, Process> = new Map();
  #port = 0;
  #origin = "";

  private constructor(folder: string) {
    this.#folder = folder;
    this.home = join(folder, "home");
  }

  /** Makes the site, with everything running. */
  static async start(): Promise<Fleet> {
    const fleet = new Fleet(await realpath(await mkdtemp(join(tmpdir(), "caveat-fleet-"))));
    try {
      await fleet.#make();
      return fleet;
    } catch (error) {
      await fleet.end();
      throw error;
    }
  }

  /** The root log. */
  get origin(): string {
    return this.#origin;
  }

  /** What every program of the site is given. */
  get settings(): SiteSettings {
    return { home: this.home, signer: this.#socket, witnesses: this.#witnesses };
  }

  get signer(): SignerService {
    return signerService(this.#socket);
  }

  /** Everything of the fleet is below it. */
  get folder(): string {
    return this.#folder;
  }

  get witnessFolder(): string {
    return join(this.#folder, "witness");
  }

  get signerFolder(): string {
    return join(this.home, "signer");
  }

  /** The site, opened by the campaign itself. */
  async open(): Promise<Site> {
    return openSite(this.settings);
  }

  /** Starts a program as an operator does; with `stop` one that ends itself there, and is left alone. */
  async run(program: Program, stop?: Stop): Promise<Process> {
    const process = this.#start(program, stop);
    this.#running.set(program, process);
    void process.ended.then((how) => this.#whenEnded(program, process, stop, how));
    await process.open.catch(() => {});
    return process;
  }

  /** What could not start, since another was away, is started again; nothing else may end by itself. */
  async #whenEnded(
    program: Program,
    process: Process,
    stop: Stop | undefined,
    how: Ended,
  ): Promise<void> {
    if (process.isExpected || stop !== undefined) return;
    if (how !== NOT_STARTED) {
      this.failures.push(`${program} ended by itself (${how}): ${process.complaint}`);
    } else {
      await pause(AGAIN_MS);
      if (!process.isExpected && this.#running.get(program) === process)
        await this.run(program, stop);
    }
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
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #make(): Promise<void> {
    await mkdir(this.signerFolder, { recursive: true, mode: 0o700 });
    this.#port = await freePort();
    await this.run("signer");
    const site = await openSite({ home: this.home, signer: this.#socket });
    this.#origin = site.origin;
    this.keys.push(...(await site.signer.of(site.origin).state()).keys);
    const [url = "", key = ""] = await (await this.run("witness")).open;
    await writeFile(this.#witnesses, `witness w1 ${key} ${url}\nquorum w1\n`);
    await this.runAll(["server", "sequencer 1", "sequencer 2"]);
    // Only now: the last one to close it stops the database.
    await site[Symbol.asyncDispose]();
  }

  #start(program: Program, stop: Stop | undefined): Process {
    const hear = (words: readonly string[]): void => this.heard.hear(words, program);
    const stopping = stop === undefined ? {} : { stop };
    if (program === "signer") return this.#startSigner(stop, hear);
    if (program === "witness") {
      const order: WitnessOrder = {
        folder: this.witnessFolder,
        logs: this.keys,
        port: this.#port,
        ...stopping,
      };
      return new Process(child("witness"), [JSON.stringify(order)], hear);
    }
    const order: ServerOrder & SequencerOrder = { site: this.settings, ...stopping };
    const name = program === "server" ? "server" : "sequencer";
    return new Process(child(name), [JSON.stringify(order)], hear);
  }

  #startSigner(stop: Stop | undefined, hear: (words: readonly string[]) => void): Process {
    const [folder, socket] = [this.signerFolder, this.#socket];
    if (stop === undefined) {
      const args = ["--folder", folder, "--socket", socket, "--with-parent"];
      return new Process(SIGNER, args, hear);
    }
    return new Process(STOPPED_SIGNER, [folder, socket, stop.point, String(stop.times)], hear);
  }

  get #socket(): string {
    return join(this.#folder, "signer.sock");
  }

  get #witnesses(): string {
    return join(this.#folder, "witnesses");
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
