import { checkSite } from "../ledger/check-site.ts";
import { postmasterOf } from "../ledger/database-processes.ts";
import { Deck } from "../ledger/deck.ts";
import { Fleet } from "../ledger/fleet.ts";
import { Killer } from "../ledger/killer.ts";
import { allPoints, unknownPoints, type NamedPoint } from "../ledger/points.ts";
import { numbersFrom } from "../ledger/random-numbers.ts";
import { Restarts } from "../ledger/restarts.ts";
import { siteClaims } from "../ledger/site-claims.ts";
import { Tail } from "../ledger/tail.ts";
import { SEQUENCERS, VICTIMS, type Victim } from "../ledger/victims.ts";
import { within } from "../ledger/within.ts";
import type { Outcome } from "./outcome.ts";
import { startProgress } from "./progress.ts";

/** A restart is done after this long at most, in milliseconds. */
const LONGEST_RESTART = 3_000;
const ROUNDS_BETWEEN_CHECKS = 25;
/** After so many it is not worth while to go on. */
const MOST_FAILURES = 5;

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
  const fleet = await Fleet.start();
  const progress = startProgress(rounds);
  const campaign = await Kills.start(fleet, seed).catch(async (error: unknown) => {
    await fleet.end();
    throw error;
  });
  try {
    for (let round = 1; round <= rounds && !campaign.isBroken; round += 1) {
      await campaign.round(round);
      progress.at(round);
      if (round % ROUNDS_BETWEEN_CHECKS === 0 || round === rounds) await campaign.check();
    }
    return await campaign.outcome(rounds, seed, longest);
  } finally {
    progress.stop();
    await campaign.end();
  }
}

class Kills {
  readonly #fleet: Fleet;
  readonly #tail: Tail;
  readonly #killer: Killer;
  readonly #victims: Deck<Victim>;
  readonly #points: Deck<NamedPoint>;
  readonly #restarts: Restarts = new Restarts();
  readonly #failures: string[] = [];
  #checked = { entries: 0, issued: 0 };

  private constructor(fleet: Fleet, tail: Tail, random: () => number) {
    this.#fleet = fleet;
    this.#tail = tail;
    this.#victims = new Deck(VICTIMS, random);
    this.#points = new Deck(allPoints(), random);
    this.#killer = new Killer(fleet, tail, random);
  }

  static async start(fleet: Fleet, seed: number): Promise<Kills> {
    await using site = await fleet.open();
    const tail = new Tail(await site.tilesOf(site.origin));
    const campaign = new Kills(fleet, tail, numbersFrom(seed));
    await campaign.#killer.addPartner((create) => create());
    return campaign;
  }

  get isBroken(): boolean {
    return this.#failures.length + this.#fleet.failures.length >= MOST_FAILURES;
  }

  async round(round: number): Promise<void> {
    if (round % 2 === 1) {
      const victim = this.#victims.next();
      await this.#measure(round, victim, () => this.#killer.kill(victim));
    } else {
      const point = this.#points.next();
      await this.#measure(round, nameOf(point), () => this.#killer.stopAt(point));
    }
  }

  /** Stops whoever writes, waits until everything is public, and looks at all there is. */
  async check(): Promise<void> {
    const fleet = this.#fleet;
    await fleet.stop(["server"]);
    await this.#allPublic();
    await fleet.stop(SEQUENCERS);
    await this.#look().catch((error: unknown) => void this.#failures.push(String(error)));
    if ((await postmasterOf(fleet.home)) !== undefined) {
      this.#failures.push("the last program was closed and the database runs on");
    }
    await fleet.runAll(["server", ...SEQUENCERS]);
  }

  async outcome(rounds: number, seed: number, longest: number): Promise<Outcome> {
    const { heard, failures } = this.#fleet;
    const points = allPoints().map(nameOf);
    const missed = points.filter((point) => !this.#restarts.has(point));
    const unknown = await unknownPoints();
    const acked = [...heard.acked.values()].reduce((sum, ids) => sum + ids.size, 0);
    const summary = [
      `${rounds} kills from seed ${seed}`,
      `${count(acked)} acknowledged among ${count(this.#checked.entries)} entries`,
      `${count(this.#checked.issued)} heads issued and compared`,
      `${heard.erased.size} erasures and ${heard.read.size} reads acknowledged`,
      `${points.length - missed.length} of ${points.length} named points`,
      this.#restarts.summary,
    ];
    return {
      failures: [
        ...this.#failures,
        ...failures,
        ...this.#tail.failures,
        ...heard.alarms.map((says) => `alarm: ${says}`),
        ...unknown.map((name) => `"${name}" is a point in the source and not in this campaign`),
        ...(rounds >= 2 * points.length ? missed.map((point) => `no kill at ${point}`) : []),
        ...this.#restarts.slow(longest),
      ],
      summary: summary.join(", "),
    };
  }

  async end(): Promise<void> {
    await this.#tail.stop();
    await this.#fleet.end();
  }

  async #allPublic(): Promise<void> {
    const { heard, origin } = this.#fleet;
    try {
      for (const id of heard.acked.get(origin) ?? []) {
        const covered = this.#tail.covers(id);
        await within(covered, `the entry ${id} was acknowledged and not made public`);
      }
    } catch (error) {
      this.#failures.push(String(error));
    }
  }

  async #look(): Promise<void> {
    await using site = await this.#fleet.open();
    const { heard, keys } = this.#fleet;
    const claims = await siteClaims(site, heard, this.#tail.seen, keys);
    const { failures, ...checked } = await checkSite(site, claims);
    this.#failures.push(...failures);
    this.#checked = checked;
  }

  async #measure(round: number, what: string, kill: () => Promise<number>): Promise<void> {
    try {
      this.#restarts.add(round, what, await kill());
      await this.#restarts.measureEmpty();
    } catch (error) {
      this.#failures.push(`round ${round}, ${what}: ${String(error)}`);
    }
  }
}

function nameOf({ program, name }: NamedPoint): string {
  return `${program}: ${name}`;
}

function count(number: number): string {
  return number.toLocaleString("en");
}
