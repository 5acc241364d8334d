import { randomUUID } from "node:crypto";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { append } from "../../app/src/ledger/log/append.ts";
import type { PendingEntry } from "../../app/src/ledger/log/ports.ts";
import { openSite, type Site } from "../../app/src/site/site.ts";
import { SqlLedgerStore } from "../../app/src/store/log/ledger-store.ts";
import type { SteadyOrder } from "../children/steady-sequencer.ts";
import { entriesLikeVerdicts } from "../ledger/entries-like-verdicts.ts";
import { Process } from "../ledger/process.ts";
import { bestRound, handleAll, type Round } from "../ledger/round.ts";
import { processorTime } from "../measure/processor.ts";
import type { Row } from "../measure/row.ts";
import { ms } from "../measure/time.ts";

const WRITERS = 16;
const ROUNDS = 3;
const PER_ROUND = 4_000;
const WARM_UP = 8_000;
const TIMES = 10;
const LEAST = 5_000;
const WANTED = 10_000;
const MOST_P99 = 20;
/** An entry may cost this much more of the processor in a log of ten times the entries. */
const MOST_GROWTH = 1.5;
const SEQUENCER = new URL("../children/steady-sequencer.ts", import.meta.url);
const BOUNDED_BY =
  "processor time of all programs on all cores: for each entry one round trip of a writer (BEGIN, the entry, the look for its id and COMMIT), in which Node and PostgreSQL take about the same and wake each other up, and a flush shared with the others; then a second writing of the bytes, by the sequencer in batches, with two more indexes";

/**
 * The ledger path on the embedded database: 16 writers, each of which begins, appends one entry and
 * commits, while a sequencer in its own process gives them their places and the signer's process signs.
 * Beside it, in turn, a plain INSERT of the same bytes. Then the same in a log of ten times the entries.
 */
export async function ledgerPath(): Promise<readonly Row[]> {
  const home = await realpath(await mkdtemp(join(tmpdir(), "caveat-bench-")));
  const site = await openSite({ home });
  const order: SteadyOrder = { home };
  const sequencer = new Process(SEQUENCER, [JSON.stringify(order)], complain);
  try {
    const [pid = ""] = await sequencer.open;
    const path = await Path.open(site, [site.store.serverPid ?? 0, Number(pid), process.pid]);
    const rows = await path.measure();
    await path.close();
    return rows;
  } finally {
    await sequencer.stop();
    await site[Symbol.asyncDispose]();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** What the rounds of one kind came to. */
interface Side {
  readonly round: Round;
  /** Processor time of an entry in all programs, in milliseconds. */
  readonly cost: number | undefined;
}

interface Measured {
  readonly ours: Side;
  readonly plain: Side;
  /** Milliseconds from the last acknowledged entry to a signed checkpoint over all. */
  readonly lag: number;
}

class Path {
  readonly #site: Site;
  readonly #app: SqlLedgerStore;
  readonly #plain: readonly pg.Client[];
  readonly #pids: readonly number[];
  #handedIn = 0;

  private constructor(site: Site, plain: readonly pg.Client[], pids: readonly number[]) {
    const now = (): string => new Date().toISOString();
    this.#site = site;
    this.#app = new SqlLedgerStore(site.store.as("app"), now, randomUUID);
    this.#plain = plain;
    this.#pids = pids;
  }

  static async open(site: Site, pids: readonly number[]): Promise<Path> {
    const plain = await Promise.all(Array.from({ length: WRITERS }, () => connect(site)));
    await plain[0]?.query("create table plain (id uuid primary key, body bytea not null)");
    return new Path(site, plain, pids);
  }

  async close(): Promise<void> {
    await Promise.all(this.#plain.map((client) => client.end()));
  }

  async measure(): Promise<readonly Row[]> {
    await this.#append(entriesLikeVerdicts(WARM_UP));
    await this.#insert(entriesLikeVerdicts(WARM_UP));
    const once = await this.#rounds();
    const few = this.#handedIn;
    while (this.#handedIn < few * TIMES) await this.#append(entriesLikeVerdicts(PER_ROUND));
    const more = await this.#rounds();
    return [firstRow(once), secondRow(once, more, this.#handedIn)];
  }

  async #rounds(): Promise<Measured> {
    const [ours, plain]: [Side[], Side[]] = [[], []];
    let lag = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const entries = entriesLikeVerdicts(PER_ROUND);
      plain.push(await this.#spent(() => this.#insert(entries)));
      ours.push(
        await this.#spent(async () => {
          const appended = await this.#append(entries);
          lag = await this.#allSigned();
          return appended;
        }),
      );
    }
    return { ours: best(ours), plain: best(plain), lag };
  }

  async #spent(run: () => Promise<Round>): Promise<Side> {
    const before = await processorTime(this.#pids);
    const round = await run();
    const after = await processorTime(this.#pids);
    const isKnown = before !== undefined && after !== undefined;
    return { round, cost: isKnown ? (after - before) / PER_ROUND : undefined };
  }

  async #append(entries: readonly PendingEntry[]): Promise<Round> {
    const { origin } = this.#site;
    this.#handedIn += entries.length;
    const writers = Array.from({ length: WRITERS }, () => this.#app);
    return handleAll(entries, writers, (entry, app) =>
      app.transact((tables) => append(tables, origin, entry)),
    );
  }

  async #insert(entries: readonly PendingEntry[]): Promise<Round> {
    const text = "insert into plain (id, body) values ($1, $2)";
    return handleAll(entries, this.#plain, ({ id, bytes }, client) =>
      client.query({ name: "plain", text, values: [id, bytes] }),
    );
  }

  /** Waits until a checkpoint covers every entry, each once. In milliseconds. */
  async #allSigned(): Promise<number> {
    const { ledger, origin } = this.#site;
    const start = performance.now();
    for (;;) {
      const newest = await ledger.transact((tables) => tables.newestCheckpoint(origin));
      const signed = newest?.size ?? 0;
      if (signed > this.#handedIn) throw new Error(`${signed} entries of ${this.#handedIn}`);
      if (signed === this.#handedIn) return performance.now() - start;
      await pause(5);
    }
  }
}

async function connect({ store }: Site): Promise<pg.Client> {
  if (store.target.kind !== "embedded") throw new Error("a new site has a database of its own");
  const { endpoint, database } = store.target;
  const at = { host: endpoint.socket, port: endpoint.port, database, ssl: false };
  const client = new pg.Client({ ...at, user: "caveat" });
  await client.connect();
  return client;
}

/** Others on the machine can only make it slower, and dearer. */
function best(sides: readonly Side[]): Side {
  const costs = sides.flatMap(({ cost }) => (cost === undefined ? [] : [cost]));
  return {
    round: bestRound(sides.map(({ round }) => round)),
    cost: costs.length === 0 ? undefined : Math.min(...costs),
  };
}

function firstRow({ ours, plain, lag }: Measured): Row {
  const { perSecond, p99 } = ours.round;
  const fewer = (plain.round.perSecond / perSecond).toFixed(1);
  return {
    what: `ledger path, ${WRITERS} writers, sequencer and signer beside them`,
    measured: `${told(ours)}; all under a signed checkpoint ${ms(lag)} after the last`,
    beside: `plain INSERT of the same bytes, ${WRITERS} connections, ${told(plain)}: ${fewer} × as many${dearer(ours, plain)}`,
    bound: `≥ ${LEAST}/s (wanted: ${WANTED}/s), p99 ≤ ${MOST_P99} ms`,
    holds: perSecond >= LEAST && p99 <= MOST_P99,
    boundedBy: BOUNDED_BY,
  };
}

function secondRow(once: Measured, more: Measured, entries: number): Row {
  const slower = once.ours.round.perSecond / more.ours.round.perSecond;
  const growth = ratio(more.ours, once.ours) ?? slower;
  return {
    what: `the same in a log of ${entries.toLocaleString("en")} entries`,
    measured: `${told(more.ours)}; ${ms(more.lag)}`,
    beside: `a tenth of the entries: ${growth.toFixed(2)} × the processor time; plain INSERT ${told(more.plain)}`,
    bound: `≤ ${MOST_GROWTH} ×`,
    holds: growth <= MOST_GROWTH,
    boundedBy: BOUNDED_BY,
  };
}

/** The processor time of an entry on one side as a multiple of that on the other. */
function ratio(one: Side, other: Side): number | undefined {
  return one.cost === undefined || other.cost === undefined ? undefined : one.cost / other.cost;
}

function dearer(ours: Side, plain: Side): string {
  const times = ratio(ours, plain);
  return times === undefined ? "" : `, and an entry of ours takes ${times.toFixed(1)} × the time`;
}

function told({ round: { perSecond, p50, p99 }, cost }: Side): string {
  const spent = cost === undefined ? "" : `, ${(cost * 1000).toFixed(0)} µs of processor`;
  return `${Math.round(perSecond).toLocaleString("en")}/s, p50 ${ms(p50)}, p99 ${ms(p99)}${spent}`;
}

function complain(words: readonly string[]): void {
  const [kind] = words;
  if (kind === "trouble" || kind === "alarm") throw new Error(words.join(" "));
}
