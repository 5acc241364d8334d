import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { createLog } from "../../app/src/ledger/log/create-log.ts";
import { registerLog } from "../../app/src/store/log/ledger-store.ts";
import { NOT_STARTED, type Stop } from "../children/child.ts";
import { postmasterOf } from "./database-processes.ts";
import type { Fleet } from "./fleet.ts";
import type { NamedPoint } from "./points.ts";
import { retireKey } from "./rotate-key.ts";
import type { Program } from "./start-program.ts";
import type { Tail } from "./tail.ts";
import { databaseOf, programsOf, type Victim } from "./victims.ts";
import { within } from "./within.ts";

/** Milliseconds that a kill at a random moment waits at most. */
const LONGEST_DELAY = 400;
/** In one restart of so many what was restarted is killed again at once. */
const AGAIN = 4;

/**
 * Kills programs of a fleet and restarts them as an operator does. Every kill resolves to what the
 * restart took in milliseconds: from its beginning until an entry that was acknowledged since is covered
 * by a public checkpoint.
 */
export class Killer {
  readonly #fleet: Fleet;
  readonly #tail: Tail;
  readonly #random: () => number;
  #partners = 0;

  constructor(fleet: Fleet, tail: Tail, random: () => number) {
    this.#fleet = fleet;
    this.#tail = tail;
    this.#random = random;
  }

  /** Kills at a random moment, and sometimes again while what was killed comes back. */
  async kill(victim: Victim): Promise<number> {
    await pause(this.#random() * LONGEST_DELAY);
    const programs = programsOf(victim);
    const before = await postmasterOf(this.#fleet.home);
    await this.#killNow(victim);
    if (programs.length > 0 && this.#random() * AGAIN < 1) {
      void this.#fleet.runAll(programs);
      await pause(this.#random() * LONGEST_DELAY);
      await this.#killNow(victim);
    }
    const took = await this.#restart(programs);
    const after = await postmasterOf(this.#fleet.home);
    if (victim === "all programs but the database" && before !== after) {
      throw new Error(`the database's process was ${before} and is ${after}: not taken over`);
    }
    return took;
  }

  /** Has a program end itself at a point. */
  async stopAt({ program, name }: NamedPoint): Promise<number> {
    if (name === "state created") {
      return this.addPartner((create) => this.#stopSigner(name, create));
    }
    if (name === "retired written") return this.#rotate(name);
    if (program !== "sequencer") return this.#stopProgram(program, name, []);
    const others: Program[] = this.#random() < 0.5 ? ["sequencer 2"] : [];
    return this.#stopProgram("sequencer 1", name, others);
  }

  /** Adds the log of a partner; `by` has its key made. */
  async addPartner<T>(by: (create: () => Promise<unknown>) => Promise<T>): Promise<T> {
    this.#partners += 1;
    const log = `campaign.invalid/partner-${this.#partners}`;
    const done = await by(() => this.#fleet.signer.create(log));
    await using site = await this.#fleet.open();
    await registerLog(site.store.as("app"), randomUUID(), log, `partner ${this.#partners}`);
    await createLog(site.ledger, log);
    return done;
  }

  async #killNow(victim: Victim): Promise<void> {
    const part = databaseOf(victim);
    if (part !== "nothing") await this.#fleet.killDatabase(part === "all");
    await this.#fleet.kill(programsOf(victim));
  }

  async #restart(programs: readonly Program[]): Promise<number> {
    const start = performance.now();
    const next = this.#fleet.heard.nextAcked(this.#fleet.origin);
    void this.#fleet.runAll(programs);
    const covered = next.then((id) => this.#tail.covers(id));
    await within(covered, "no entry was acknowledged and made public");
    return performance.now() - start;
  }

  async #stopProgram(program: Program, name: string, others: readonly Program[]): Promise<number> {
    await this.#fleet.kill([program, ...others]);
    await this.#runTo(program, { point: name, times: 1 + Math.floor(this.#random() * 3) });
    return this.#restart([program, ...others]);
  }

  /** Runs a program until it has ended itself at the point; one that cannot start yet is tried again. */
  async #runTo(program: Program, stop: Stop): Promise<void> {
    for (;;) {
      const process = await this.#fleet.run(program, stop);
      try {
        const how = await within(process.ended, `${program} never came to "${stop.point}"`);
        if (how === "SIGKILL") return;
        if (how !== NOT_STARTED) throw new Error(`${program} ended: ${process.complaint}`);
      } finally {
        await process.kill();
      }
    }
  }

  /** The signer ends itself while it does what it is asked; it is restarted and asked again. */
  async #stopSigner(name: string, ask: () => Promise<unknown>): Promise<number> {
    await this.#fleet.kill(["signer"]);
    let isDead = false;
    const dying = this.#runTo("signer", { point: name, times: 1 }).finally(() => (isDead = true));
    const asking = async (): Promise<void> => {
      // Until it is up there is nobody to ask.
      while (!isDead) await ask().catch(() => {});
    };
    await Promise.all([dying, asking()]);
    const took = await this.#restart(["signer"]);
    await ask();
    return took;
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
    const dying = this.#runTo("signer", { point: name, times: 1 });
    const retiring = retireKey(site, old, next);
    await dying;
    const took = await this.#restart(["signer"]);
    await retiring;
    return took;
  }
}
