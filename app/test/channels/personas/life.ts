import { indicator, leaving, stixObject, uuidOf } from "../support/stix.ts";
import { KEYS, rootOf, START, World, type Answered, type Partner } from "../support/world.ts";
import type { Kind, Persona, Site } from "./persona.ts";

/** How a server differs from ours; made for tests only, around the server and not in it. */
export interface Without {
  /** Stands between client and server. */
  readonly between?: (get: Site["get"], world: World) => Site["get"];
  /** The keys after the restart. */
  readonly keysAfter?: readonly Uint8Array[];
  /** How far ahead of now things are dated, in milliseconds. */
  readonly ahead?: number;
  /** How much later than they say things were changed, in milliseconds. */
  readonly modifiedLater?: number;
}

/** What became of a client that lived through it. */
export interface Life {
  /** Names of what is in the collection in the end, or was called back, and never reached the client. */
  readonly missing: readonly string[];
  /** How often something came that had come before. */
  readonly again: number;
  readonly polls: number;
  /** Why runs failed. */
  readonly failures: readonly string[];
  readonly distinct: number;
}

const RELEASES = 1_000;
const BACKLOG = 300;
/** So many runs after the last release. */
const LAST_POLLS = 40;
/** Of some 2,000 objects: who has been sent more than this will not find its way any more. */
const MOST = 12_000;
const RECALLS = [250, 500, 750];
const RESTART = 600;
const NEW_KEY = new Uint8Array(32).fill(9);
const TYPES = ["indicator", "malware", "report"] as const;

/**
 * 1,000 releases, three recalls and a restart, while a client runs again and again: some releases in one
 * instant, some long after the last, always between two requests of a run too.
 */
export async function liveThrough(kind: Kind, without: Without = {}): Promise<Life> {
  const world = new World({
    settings: { page: { usual: 20, most: 100_000, bytes: 1_000_000 } },
  });
  const alder = world.addPartner("alder");
  const received: string[] = [];
  const persona = kind.start((objects) => {
    for (const { id, modified } of objects) received.push(`${String(id)} ${String(modified)}`);
  });
  const history = new History(world, alder, without);
  const site = siteOf(world, alder, { ...without, ...kind }, () => history.release());
  const run = new Run(persona, site);
  while (history.released < BACKLOG) history.release();
  world.now += 10_000;
  const isLost = (): boolean => received.length > MOST;
  while (history.released < RELEASES && !isLost()) {
    await run.poll();
    history.passTime(run.polls);
    if (history.released >= RESTART && !history.isRestarted) history.restart();
  }
  for (let i = 0; i < LAST_POLLS && !isLost(); i += 1) {
    world.now += 61_000;
    await run.poll();
  }
  const seen = new Set(received);
  return {
    missing: history.due(seen).filter((one) => !seen.has(one)),
    again: received.length - seen.size,
    polls: run.polls,
    failures: run.failures,
    distinct: seen.size,
  };
}

type Stix = Readonly<Record<string, unknown>> & { readonly id: string; readonly modified: string };

class Run {
  polls = 0;
  readonly failures: string[] = [];
  readonly #persona: Persona;
  readonly #site: Site;

  constructor(persona: Persona, site: Site) {
    this.#persona = persona;
    this.#site = site;
  }

  async poll(): Promise<void> {
    this.polls += 1;
    await this.#persona.poll(this.#site).catch((error: unknown) => {
      this.failures.push(String(error));
    });
  }
}

/** What is released and called back, in an order that is the same each time. */
class History {
  released = 0;
  isRestarted = false;
  readonly #world: World;
  readonly #alder: Partner;
  readonly #without: Without;
  readonly #gone = new Set<string>();
  readonly #there = new Map<string, string>();
  readonly #leaving: { readonly id: string; readonly at: number }[] = [];

  constructor(world: World, alder: Partner, without: Without) {
    this.#world = world;
    this.#alder = alder;
    this.#without = without;
  }

  release(): void {
    if (this.released >= RELEASES) return;
    const n = (this.released += 1);
    const made = new Date(this.#world.now - 10_000 - (n % 5) * 1_000).toISOString();
    const objects = Array.from({ length: 1 + (n % 3) }, (_, i) => {
      const type = TYPES[i] ?? "indicator";
      const name = `r${n}-${i}`;
      return type === "indicator" ? indicator(name, made) : stixObject(type, name, made);
    });
    this.#disclose(objects);
    if (RECALLS.includes(n)) this.#recall();
  }

  /** Some time passes after a run, in which something is released or nothing; one in ten brings a burst. */
  passTime(turn: number): void {
    const burst = turn % 10 === 0 ? 15 : turn % 3;
    for (let i = 0; i < burst; i += 1) this.release();
    this.#world.now += 60_000 + (turn % 7) * 137;
    // What is revoked stays for ten minutes, so that readers see it, and then goes.
    for (const { id, at } of this.#leaving.splice(0)) {
      if (this.#world.now - at < 600_000) this.#leaving.push({ id, at });
      else {
        this.#world.outbox.takeAway(this.#alder.out.id, [id]);
        this.#gone.add(id);
      }
    }
  }

  restart(): void {
    this.isRestarted = true;
    this.#world.restart(this.#without.keysAfter ?? [NEW_KEY, ...KEYS]);
  }

  /** What a client should have that has seen this: all that is there, and of the rest that it was revoked. */
  due(seen: ReadonlySet<string>): readonly string[] {
    const had = new Set([...seen].map((one) => one.split(" ")[0]));
    return [...this.#there]
      .filter(([id]) => !this.#gone.has(id) || had.has(id))
      .map(([id, modified]) => `${id} ${modified}`);
  }

  #recall(): void {
    const [id] = [...this.#there.keys()].slice(-20);
    if (id === undefined) return;
    const type = id.slice(0, id.indexOf("--"));
    const modified = new Date(this.#world.now - 10_000).toISOString();
    const created = "2026-11-26T07:00:00.000Z";
    this.#disclose([{ type, spec_version: "2.1", id, created, modified, revoked: true }]);
    this.#leaving.push({ id, at: this.#world.now });
  }

  #disclose(objects: readonly Stix[]): void {
    const { ahead = 1_000, modifiedLater = 0 } = this.#without;
    const shown = objects.map((one) => {
      const modified = new Date(Date.parse(one.modified) + modifiedLater).toISOString();
      return modifiedLater === 0 ? one : { ...one, modified };
    });
    const rows = shown.map((one, i) => {
      const version = objects[i]?.modified;
      return { ...leaving(one), ...(version === undefined ? {} : { version }) };
    });
    this.#world.outbox.disclose(this.#alder.out.id, rows, this.#world.now + ahead);
    for (const { id, modified } of shown) this.#there.set(id, modified);
  }
}

/** How the client reaches the server: each request takes a little, and something may leave meanwhile. */
function siteOf(
  world: World,
  alder: Partner,
  { between, clockAhead = 0 }: Without & Pick<Kind, "clockAhead">,
  meanwhile: () => void,
): Site {
  let asked = 0;
  const get = async (
    path: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answered> => {
    asked += 1;
    world.now += 40;
    if (asked % 4 === 0 && world.now > START + 60_000) meanwhile();
    return world.ask(path, { headers });
  };
  return {
    token: alder.token,
    root: rootOf(alder),
    collection: alder.out,
    clock: () => world.now + clockAhead,
    get: between?.(get, world) ?? get,
  };
}

/** A key of nobody's, for a server that forgot its own. */
export const OTHER_KEYS: readonly Uint8Array[] = [Buffer.from(uuidOf("other key")).subarray(0, 32)];
