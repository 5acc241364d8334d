import { ExplainedError } from "../core/explained-error.ts";
import type { Memory } from "./memory.ts";

export interface KeepGoingOptions {
  /** From the end of one turn to the beginning of the next. */
  readonly pause: () => Promise<void>;
  readonly isStopped: () => boolean;
}

/** After these nothing can go on: somebody rewrote the ledger, or the database is an older copy. */
const ALARMS: ReadonlySet<string> = new Set(["fork", "rollback"]);

/**
 * Keeps a ledger going: again and again gives what waits its place, has the new state signed, witnessed
 * and published, and enters the reads since the last turn. A turn that fails is told and tried again.
 * Ends when it is stopped, between two turns.
 *
 * Rejects with "fork" or "rollback": alarms, after which nothing is signed any more.
 */
export async function keepGoing(
  memory: Memory,
  troubles: Troubles,
  { pause, isStopped }: KeepGoingOptions,
): Promise<void> {
  while (!isStopped()) {
    try {
      await memory.ledger.advance();
    } catch (error) {
      if (error instanceof ExplainedError && ALARMS.has(error.code)) throw error;
      troubles.hear(error instanceof Error ? error.message : String(error));
    }
    troubles.endTurn();
    await pause();
  }
}

/** Tells each trouble when it comes, not again while it lasts, and when the last of them is over. */
export class Troubles {
  readonly #tell: (what: string) => void;
  #before: ReadonlySet<string> = new Set();
  #now: Set<string> = new Set();

  constructor(tell: (what: string) => void) {
    this.#tell = tell;
  }

  hear(what: string): void {
    if (!this.#before.has(what) && !this.#now.has(what)) this.#tell(what);
    this.#now.add(what);
  }

  /** Call after each turn: what was not heard in it is over. */
  endTurn(): void {
    if (this.#before.size > 0 && this.#now.size === 0) this.#tell("the ledger goes on again");
    this.#before = this.#now;
    this.#now = new Set();
  }
}
