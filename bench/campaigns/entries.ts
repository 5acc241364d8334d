import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSite, type Site } from "../../app/src/site/site.ts";
import { advance } from "../../app/src/site/advance.ts";
import { checkTiles } from "../../app/src/ledger/tiles/check-tiles.ts";
import type { ReaderOrder } from "../children/entry-reader.ts";
import type { SequencerOrder } from "../children/entry-sequencer.ts";
import type { WriterOrder } from "../children/entry-writer.ts";
import { checkLog } from "../ledger/check-log.ts";
import type { IssuedHead } from "../ledger/one-history.ts";
import { Process } from "../ledger/process.ts";
import type { Outcome } from "./outcome.ts";
import { startProgress } from "./progress.ts";

const WRITERS = 8;
const SEQUENCERS = 3;
const READERS = 3;

/**
 * Eight writers hand in `count` entries between them, three sequencers give them their places, and three
 * readers follow by the ledger's index in pages of random sizes, each in a process of its own. Every
 * reader has to see every entry once and the same tree, and every head there was in between has to be
 * on the history of the last.
 */
export async function runEntries(count: number, seed: number): Promise<Outcome> {
  const home = await realpath(await mkdtemp(join(tmpdir(), "caveat-entries-")));
  const progress = startProgress(count);
  const start = performance.now();
  const site = await openSite({ home });
  const run = new Run(site, count, seed, (done) => progress.at(done));
  try {
    await run.write();
    const took = (performance.now() - start) / 1000;
    const { heads, failures } = await run.check();
    const rate = Math.round(count / took).toLocaleString("en");
    const summary =
      `${count.toLocaleString("en")} entries from seed ${seed} in ${run.transactions.toLocaleString("en")} ` +
      `transactions of ${WRITERS} writers, ${SEQUENCERS} sequencers (${run.lost} races lost), ` +
      `${READERS} readers, ${heads.toLocaleString("en")} heads on one history, ${rate} entries/s`;
    return { failures, summary };
  } finally {
    progress.stop();
    await run.end();
    await site[Symbol.asyncDispose]();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

class Run {
  readonly #site: Site;
  readonly #count: number;
  readonly #seed: number;
  readonly #tell: (done: number) => void;
  readonly #started: Process[] = [];
  readonly #heads: IssuedHead[] = [];
  readonly #roots: Set<string> = new Set();
  readonly #failures: string[] = [];
  lost = 0;
  transactions = 0;

  constructor(site: Site, count: number, seed: number, tell: (done: number) => void) {
    this.#site = site;
    this.#count = count;
    this.#seed = seed;
    this.#tell = tell;
  }

  /** Resolves when every reader has everything, and the last checkpoint is public. */
  async write(): Promise<void> {
    const { home, origin } = this.#site;
    const end = this.#count;
    const seedOf = (at: number): number => this.#seed * 100 + at;
    const sequencers = list(SEQUENCERS, (at) => {
      const order: SequencerOrder = { home, seed: seedOf(at) };
      return this.#start("sequencer", order);
    });
    const readers = list(READERS, (at) => {
      const order: ReaderOrder = { home, origin, end, seed: seedOf(20 + at) };
      return this.#start("reader", order);
    });
    const writers = list(WRITERS, (first) => {
      const own = { first, step: WRITERS, end, seed: seedOf(40 + first) };
      const order: WriterOrder = { home, origin, ...own };
      return this.#start("writer", order);
    });
    const all = Promise.all([...writers, ...readers].map((one) => this.#done(one)));
    await Promise.race([all, ...sequencers.map((one) => this.#outlives(one, all))]);
    for (const one of sequencers) await one.stop();
    await advance(this.#site);
  }

  /** What is wrong, and the number of heads there were. */
  async check(): Promise<{ readonly heads: number; readonly failures: readonly string[] }> {
    const { origin, ledger } = this.#site;
    const { keys } = await this.#site.signer.of(origin).state();
    const claims = { acked: new Set<string>(), heads: this.#heads, notes: [], keys };
    const { failures, size, issued } = await checkLog(this.#site, origin, claims);
    const head = await ledger.transact((tables) => tables.readHead(origin));
    const root = Buffer.from(head?.root ?? []).toString("base64");
    const other = [...this.#roots].filter((one) => one !== root);
    const found = [...this.#failures, ...failures, ...other.map(() => "fork: a reader's tree")];
    if (size !== this.#count) found.push(`there are ${size} entries, and ${this.#count} were made`);
    if (head !== undefined) {
      const tiles = await this.#site.tilesOf(origin);
      await checkTiles(tiles, head).catch((error: unknown) => found.push(String(error)));
    }
    return { heads: issued, failures: found };
  }

  async end(): Promise<void> {
    await Promise.all(this.#started.filter((one) => one.isRunning).map((one) => one.kill()));
  }

  #start(name: string, order: object): Process {
    const program = new URL(`../children/entry-${name}.ts`, import.meta.url);
    const one = new Process(program, [JSON.stringify(order)], (words) => this.#hear(name, words));
    this.#started.push(one);
    return one;
  }

  async #done(one: Process): Promise<void> {
    const ended = await one.ended;
    if (ended === 0) return;
    throw new Error(`a program ended with ${ended}: ${one.complaint}`);
  }

  /** Rejects when a sequencer ends before the writers and readers are done. */
  async #outlives(one: Process, all: Promise<unknown>): Promise<unknown> {
    const ended = await Promise.race([one.ended, all]);
    if (one.isRunning) return ended;
    throw new Error(`a sequencer ended by itself (${String(ended)}): ${one.complaint}`);
  }

  #hear(name: string, [word, first = "", second = ""]: readonly string[]): void {
    const { origin } = this.#site;
    if (word === "head") {
      this.#heads.push({ origin, size: Number(first), root: second, from: "a sequencer" });
    } else if (word === "lost") this.lost += 1;
    else if (word === "at") this.#tell(Number(first));
    else if (word === "wrong" || word === "alarm") this.#failures.push(`${name}: ${first}`);
    else if (word === "done" && name === "reader") this.#roots.add(first);
    else if (word === "done") this.transactions += Number(first);
  }
}

function list<T>(count: number, make: (at: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => make(at));
}
