import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { createLog } from "../../app/src/ledger/log/create-log.ts";
import { registerLog } from "../../app/src/store/ledger-tables.ts";
import type { Stop } from "../children/child.ts";
import { checkSite } from "../ledger/check-site.ts";
import { postmasterOf } from "../ledger/database-processes.ts";
import { Fleet, PROGRAMS, type Program } from "../ledger/fleet.ts";
import { siteClaims } from "../ledger/site-claims.ts";
import { allPoints, unknownPoints, type NamedPoint } from "../ledger/points.ts";
import { numbersFrom, shuffled } from "../ledger/random-numbers.ts";
import { retireKey } from "../ledger/rotate-key.ts";
import { Tail } from "../ledger/tail.ts";
import type { Outcome } from "./outcome.ts";
import { startProgress } from "./progress.ts";

/** What is killed at a random moment. */
const VICTIMS = [
  "server",
  "sequencer 1",
  "both sequencers",
  "signer",
  "witness",
  "the database's first process",
  "the whole database",
  "all programs but the database",
  "everything",
] as const;
type Victim = (typeof VICTIMS)[number];

/** A restart is done after this long at most, in milliseconds. */
const LONGEST_RESTART = 3_000;
const LONGEST_DELAY = 400;
/** What has not come back, or not come to its point, after this long never will. */
const PATIENCE_MS = 60_000;
const MOST_FAILURES = 5;
const ROUNDS_BETWEEN_CHECKS = 25;
/** In one restart of so many what was restarted is killed again at once. */
const AGAIN = 4;

/**
 * Kills the programs of a running site with -9, each second round at a random moment and each other at
 * a named point, and restarts them as an operator would; measured is the time from there until an entry
 * that is acknowledged then is covered by a public, witnessed checkpoint. Every 25 rounds and at the
 * end everything that was acknowledged or issued is looked for. A restart of more than `longest`
 * milliseconds is a failure.
 */
export async function runKills(
  rounds: number,
  seed: number,
  longest: number = LONGEST_RESTART,
): Promise<Outcome> {
  const campaign = await Kills.start(seed);
  const progress = startProgress(rounds);
  try {
    for (let round = 1; round <= rounds; round += 1) {
      await campaign.round(round);
      progress.at(round);
      if (campaign.isBroken) break;
      if (round % ROUNDS_BETWEEN_CHECKS === 0 || round === rounds) await campaign.check();
    }
    return await campaign.outcome(rounds, seed, longest);
  } finally {
    progress.stop();
    await campaign.end();
  }
}

interface Restart {
  readonly round: number;
  readonly what: string;
  readonly took: number;
}

class Kills {
  readonly #fleet: Fleet;
  readonly #random: () => number;
  #tail: Tail;
  readonly #failures: string[] = [];
  readonly #restarts: Restart[] = [];
  readonly #hits: Map<string, number> = new Map();
  #victims: Victim[] = [];
  #points: NamedPoint[] = [];
  #partners = 0;
  #checked = { entries: 0, issued: 0 };

  private constructor(fleet: Fleet, random: () => number, tail: Tail) {
    this.#fleet = fleet;
    this.#random = random;
    this.#tail = tail;
  }

  static async start(seed: number): Promise<Kills> {
    const fleet = await Fleet.start();
    const site = await fleet.open();
    const tail = new Tail(await site.tilesOf(site.origin));
    const campaign = new Kills(fleet, numbersFrom(seed), tail);
    await campaign.#addPartner(async (create) => create());
    await site[Symbol.asyncDispose]();
    return campaign;
  }

  /** Whether so much went wrong that going on would only take time. */
  get isBroken(): boolean {
    return this.#failures.length + this.#fleet.failures.length >= MOST_FAILURES;
  }

  async round(round: number): Promise<void> {
    const isRandom = round % 2 === 1;
    const what = isRandom ? this.#nextVictim() : this.#nextPoint();
    const name = typeof what === "string" ? what : `${what.program}: ${what.name}`;
    try {
      const took = typeof what === "string" ? await this.#kill(what) : await this.#stopAt(what);
      this.#restarts.push({ round, what: name, took });
    } catch (error) {
      this.#failures.push(`round ${round}, ${name}: ${String(error)}`);
    }
  }

  #nextVictim(): Victim {
    if (this.#victims.length === 0) this.#victims = shuffled(VICTIMS, this.#random);
    return this.#victims.pop() ?? "server";
  }

  #nextPoint(): NamedPoint {
    if (this.#points.length === 0) this.#points = shuffled(allPoints(), this.#random);
    return this.#points.pop() ?? { program: "server", name: "announced" };
  }

  /** Kills at a random moment, sometimes twice. Resolves to what the restart took, in milliseconds. */
  async #kill(victim: Victim): Promise<number> {
    await pause(this.#random() * LONGEST_DELAY);
    const programs = programsOf(victim);
    const before = await postmasterOf(this.#fleet.home);
    await this.#killOnce(victim, programs);
    if (programs.length > 0 && this.#random() * AGAIN < 1) {
      void this.#fleet.runAll(programs);
      await pause(this.#random() * LONGEST_DELAY);
      await this.#killOnce(victim, programs);
    }
    const took = await this.#restart(programs);
    const after = await postmasterOf(this.#fleet.home);
    if (victim === "all programs but the database" && before !== after) {
      throw new Error(
        `the database's process was ${before} and is ${after}: it was not taken over`,
      );
    }
    return took;
  }

  async #killOnce(victim: Victim, programs: readonly Program[]): Promise<void> {
    const isDatabase = victim.includes("database") && !victim.includes("but");
    if (isDatabase || victim === "everything") {
      await this.#fleet.killDatabase(victim !== "the database's first process");
    }
    await this.#fleet.kill(programs);
  }

  async #restart(programs: readonly Program[]): Promise<number> {
    const start = performance.now();
    const next = this.#fleet.heard.nextAcked(this.#fleet.origin);
    void this.#fleet.runAll(programs);
    const covered = next.then((id) => this.#tail.covers(id));
    await within(covered, "no entry was acknowledged and made public");
    return performance.now() - start;
  }

  /** Has a program end itself at a point; resolves to what the restart took. */
  async #stopAt({ program, name }: NamedPoint): Promise<number> {
    if (name === "state created") {
      let took = 0;
      await this.#addPartner(async (create) => {
        took = await this.#stopSigner(name, create);
      });
      return took;
    }
    if (name === "retired written") return this.#rotate(name);
    if (program === "signer" || program === "witness" || program === "server") {
      return this.#stopOne(program, program, name);
    }
    const others: Program[] = this.#random() < 0.5 ? ["sequencer 2"] : [];
    await this.#fleet.kill(others);
    return this.#stopOne(program, "sequencer 1", name, others);
  }

  async #stopOne(
    kind: NamedPoint["program"],
    program: Program,
    name: string,
    others: readonly Program[] = [],
  ): Promise<number> {
    await this.#fleet.kill([program]);
    await this.#armed(program, { point: name, times: 1 + Math.floor(this.#random() * 3) });
    this.#hit(`${kind}: ${name}`);
    return this.#restart([program, ...others]);
  }

  /** Resolves when the program has ended itself at the point, or with `meanwhile` before. */
  async #armed(program: Program, stop: Stop): Promise<void> {
    const process = await this.#fleet.run(program, stop);
    try {
      await within(process.ended, `${program} never came to "${stop.point}"`);
    } finally {
      await process.kill();
    }
  }

  /** The signer ends itself while it does what it is asked; then it is restarted and asked again. */
  async #stopSigner(name: string, ask: () => Promise<unknown>): Promise<number> {
    await this.#fleet.kill(["signer"]);
    const dying = this.#armed("signer", { point: name, times: 1 });
    await Promise.all([dying, ask().catch(() => {})]);
    this.#hit(`signer: ${name}`);
    const took = await this.#restart(["signer"]);
    await ask();
    return took;
  }

  async #addPartner(create: (create: () => Promise<unknown>) => Promise<unknown>): Promise<void> {
    this.#partners += 1;
    const log = `campaign.invalid/partner-${this.#partners}`;
    await create(() => this.#fleet.signer.create(log));
    await using site = await this.#fleet.open();
    await registerLog(site.store.as("app"), randomUUID(), log, `partner ${this.#partners}`);
    await createLog(site.ledger, log);
  }

  /** Changes the key of the root log; the signer ends itself while it retires the older one. */
  async #rotate(name: string): Promise<number> {
    const { keys, origin, signer } = this.#fleet;
    const old = keys.at(-1) ?? "";
    const next = await signer.of(origin).rotate();
    keys.push(next);
    // The witness learns of the next key before anything is signed with it alone.
    await this.#fleet.kill(["witness"]);
    await this.#fleet.run("witness");
    await using site = await this.#fleet.open();
    await this.#fleet.kill(["signer"]);
    const dying = this.#armed("signer", { point: name, times: 1 });
    const retiring = retireKey(site, old, next);
    await dying;
    this.#hit(`signer: ${name}`);
    const took = await this.#restart(["signer"]);
    await retiring;
    return took;
  }

  #hit(point: string): void {
    this.#hits.set(point, (this.#hits.get(point) ?? 0) + 1);
  }

  /** Stops the writers, waits until everything is public, and looks at all there is. */
  async check(): Promise<void> {
    const { heard, origin } = this.#fleet;
    const sequencers: Program[] = ["sequencer 1", "sequencer 2"];
    await this.#fleet.stop(["server"]);
    for (const id of heard.acked.get(origin) ?? []) {
      await within(this.#tail.covers(id), `the entry ${id} was acknowledged and is not public`);
    }
    await this.#fleet.stop(sequencers);
    const site = await this.#fleet.open();
    try {
      const claims = await siteClaims(site, heard, this.#tail.seen, this.#fleet.keys);
      const { failures, ...checked } = await checkSite(site, claims);
      this.#failures.push(...failures);
      this.#checked = checked;
    } finally {
      await site[Symbol.asyncDispose]();
    }
    if ((await postmasterOf(this.#fleet.home)) !== undefined) {
      this.#failures.push("the last program was closed and the database runs on");
    }
    await this.#fleet.runAll(["server", ...sequencers]);
  }

  async outcome(rounds: number, seed: number, longest: number): Promise<Outcome> {
    const { heard } = this.#fleet;
    const unknown = await unknownPoints();
    const missed = allPoints()
      .map(({ program, name }) => `${program}: ${name}`)
      .filter((point) => !this.#hits.has(point));
    const isLong = rounds >= 2 * allPoints().length;
    const slow = this.#restarts.filter(({ took }) => took > longest);
    const failures = [
      ...this.#failures,
      ...this.#fleet.failures,
      ...this.#tail.failures,
      ...heard.alarms.map((says) => `alarm: ${says}`),
      ...unknown.map((name) => `the point "${name}" is in the source and not in this campaign`),
      ...(isLong ? missed.map((point) => `no kill at "${point}"`) : []),
      ...slow.map(
        ({ round, what, took }) => `round ${round}, ${what}: back after ${seconds(took)}`,
      ),
    ];
    const acked = [...heard.acked.values()].reduce((sum, ids) => sum + ids.size, 0);
    const { entries, issued } = this.#checked;
    const summary = [
      `${rounds} kills from seed ${seed}, ${count(acked)} acknowledged among ${count(entries)} entries`,
      `${count(issued)} heads issued, ${heard.erased.size} erasures, ${heard.read.size} reads`,
      `${this.#hits.size} of ${allPoints().length} named points`,
      `restart ${describe(this.#restarts.map(({ took }) => took))}`,
    ].join("; ");
    return { failures, summary: `${summary} (${this.#byVictim()})` };
  }

  #byVictim(): string {
    const all = new Map<string, number[]>();
    for (const { what, took } of this.#restarts) {
      const name = what.replace(/:.*/, " at a point");
      all.set(name, [...(all.get(name) ?? []), took]);
    }
    return [...all].map(([what, some]) => `${what} ${describe(some)}`).join(", ");
  }

  async end(): Promise<void> {
    await this.#tail.stop();
    await this.#fleet.end();
  }
}

function programsOf(victim: Victim): readonly Program[] {
  switch (victim) {
    case "both sequencers":
      return ["sequencer 1", "sequencer 2"];
    case "the database's first process":
    case "the whole database":
      return [];
    case "all programs but the database":
    case "everything":
      return PROGRAMS;
    default:
      return [victim];
  }
}

async function within<T>(work: Promise<T>, problem: string): Promise<T> {
  const over = new AbortController();
  const late = pause(PATIENCE_MS, undefined, { signal: over.signal }).then(() => {
    throw new Error(`${problem} within ${PATIENCE_MS / 1000} s`);
  });
  late.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
  }
}

function describe(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return `median ${seconds(median)}, most ${seconds(sorted.at(-1) ?? 0)}`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

function count(number: number): string {
  return number.toLocaleString("en");
}
