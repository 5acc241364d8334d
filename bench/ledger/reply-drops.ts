import { randomUUID } from "node:crypto";
import { formatEntry } from "caveat-verifier";
import { advance } from "../../app/src/ledger/advance.ts";
import { append, outcomeOf } from "../../app/src/ledger/log/append.ts";
import type { PendingEntry } from "../../app/src/ledger/log/ports.ts";
import type { Publisher } from "../../app/src/ledger/publish.ts";
import type { Site } from "../../app/src/site/site.ts";
import { verdictMemory } from "../../app/src/site/verdict-memory.ts";
import { SqlLedgerStore } from "../../app/src/store/log/ledger-store.ts";
import { CommitUnknown } from "../../app/src/store/store-error.ts";
import type { Drop, DroppingProxy } from "../../app/test/store/support/dropping-proxy.ts";
import type { Outcome } from "../campaigns/outcome.ts";
import { checkSite } from "./check-site.ts";
import { Heard } from "./heard.ts";
import { siteClaims } from "./site-claims.ts";
import { smallVerdict } from "./small-verdict.ts";

/** Of so many drops one is of the request, which then never happened. */
const REQUESTS = 5;
/** The ledger is moved on after so many. */
const ADVANCED_EVERY = 10;

/**
 * Has what is on its way to a database dropped at COMMIT, while verdicts are kept, entries appended, and
 * the ledger moved on; and knows what has to be there in the end.
 */
export class ReplyDrops {
  /** Behind the proxy. */
  readonly #site: Site;
  /** Beside it. */
  readonly #plain: Site;
  readonly #proxy: DroppingProxy;
  readonly #random: () => number;
  readonly #heard: Heard = new Heard();
  readonly #app: SqlLedgerStore;
  readonly #failures: string[] = [];
  readonly #outcomes: Map<string, number> = new Map();
  #requests = 0;
  #rounds = 0;
  replies = 0;

  constructor(site: Site, plain: Site, proxy: DroppingProxy, random: () => number) {
    const now = (): string => new Date().toISOString();
    this.#site = site;
    this.#plain = plain;
    this.#proxy = proxy;
    this.#random = random;
    this.#app = new SqlLedgerStore(site.store.as("app"), now, randomUUID);
  }

  async next(): Promise<void> {
    this.#rounds += 1;
    const drop = this.#rounds % REQUESTS === 0 ? "request" : "answer";
    const before = this.#proxy.dropped;
    await this.#drop(drop);
    if (this.#proxy.dropped !== before + 1) this.#fail(`${this.#proxy.dropped - before} dropped`);
    if (drop === "answer") this.replies += 1;
    else this.#requests += 1;
    if (this.#rounds % ADVANCED_EVERY === 0) await this.#advance(() => {});
  }

  async #drop(drop: Drop): Promise<void> {
    const way = Math.floor(this.#random() * 4);
    if (way === 0) return this.#keep(drop);
    if (way === 1) return this.#append(drop);
    return this.#dropAt(way === 2 ? "before commit" : "signed", drop);
  }

  /** The product's own way: whoever keeps a verdict need not know of it. */
  async #keep(drop: Drop): Promise<void> {
    const verdict = smallVerdict(this.#rounds);
    this.#proxy.dropNext(drop);
    await verdictMemory(this.#site).keep([verdict]);
    this.#ack(verdict.id);
    this.#count(`kept, ${drop} lost`);
  }

  /** A client without a way back: it is told that nothing is known, asks, and repeats where need be. */
  async #append(drop: Drop): Promise<void> {
    const entry = newEntry(this.#rounds);
    this.#proxy.dropNext(drop);
    const told = await this.#hand(entry).catch((error: unknown) => error);
    if (!(told instanceof CommitUnknown)) this.#fail(`the client was told ${String(told)}`);
    const { origin } = this.#site;
    const outcome = await this.#app.transact((tables) => outcomeOf(tables, origin, entry.id));
    const isThere = outcome !== undefined;
    if (isThere !== (drop === "answer")) {
      this.#fail(`the ${drop} was lost, and the entry is ${isThere ? "there" : "not there"}`);
    }
    if (!isThere || this.#random() < 0.5) await this.#hand(entry);
    this.#ack(entry.id);
    this.#count(`appended, ${drop} lost`);
  }

  /**
   * The sequencer's own transactions, by the point after which the next thing is a commit: whoever runs
   * it just runs it again.
   */
  async #dropAt(point: string, drop: Drop): Promise<void> {
    const entry = newEntry(this.#rounds);
    await this.#hand(entry);
    this.#ack(entry.id);
    let isDropped = false;
    const told = await this.#advance((name) => {
      if (name !== point || isDropped) return;
      isDropped = true;
      this.#proxy.dropNext(drop);
    }).catch((error: unknown) => error);
    if (!(told instanceof CommitUnknown)) this.#fail(`the sequencer was told ${String(told)}`);
    await this.#advance(() => {});
    this.#count(`${point}, ${drop} lost`);
  }

  async #hand(entry: PendingEntry): Promise<void> {
    await this.#app.transact((tables) => append(tables, this.#site.origin, entry));
  }

  async #advance(point: (name: string) => void): Promise<void> {
    const { ledger, signer, origin } = this.#site;
    const tiles = await this.#site.tilesOf(origin);
    const own: Publisher = { store: ledger, tiles, signer: signer.of(origin), point };
    await advance(own, origin, { point });
  }

  #ack(id: string): void {
    this.#heard.hear(["acked", this.#site.origin, id], "client");
  }

  #fail(problem: string): void {
    this.#failures.push(`round ${this.#rounds}: ${problem}`);
  }

  #count(what: string): void {
    this.#outcomes.set(what, (this.#outcomes.get(what) ?? 0) + 1);
  }

  /** What was found; all that was handed in has to be there, once, and nothing else. */
  async outcome(seed: number): Promise<Outcome> {
    const site = this.#plain;
    const { keys } = await site.signer.of(site.origin).state();
    const claims = await siteClaims(site, this.#heard, [], keys);
    const { failures, entries, issued } = await checkSite(site, claims);
    const acked = this.#heard.acked.get(site.origin)?.size ?? 0;
    // Nothing but what was handed in is there, and each of it once.
    if (entries !== acked) this.#fail(`${acked} entries were handed in, and ${entries} are there`);
    const ways = [...this.#outcomes].map(([what, times]) => `${times} ${what}`).toSorted();
    const summary =
      `${this.replies} replies and ${this.#requests} requests dropped at COMMIT from seed ${seed}; ` +
      `${acked} entries handed in, ${entries} there, ${issued} heads on one history (${ways.join(", ")})`;
    return { failures: [...this.#failures, ...failures], summary };
  }
}

function newEntry(number: number): PendingEntry {
  const id = randomUUID();
  const at = new Date().toISOString();
  const entry = { v: 1, id, kind: "campaign", at, body: { number }, sealed: {} } as const;
  return { id, bytes: formatEntry(entry) };
}
