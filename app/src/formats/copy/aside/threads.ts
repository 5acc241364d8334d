import { ExplainedError } from "../../../core/explained-error.ts";
import type { CopyFor } from "../../../core/release/copy.ts";
import { CopyThread, type ThreadLimits } from "./thread.ts";
import type { CopyDone, CopyWork } from "./work.ts";

/** Too much waits already: nothing was done. */
class CopiesBusy extends ExplainedError {
  readonly code = "busy";

  constructor() {
    super("the copy", "too many large copies are being made", "try again in a minute");
    this.name = "CopiesBusy";
  }
}

/** How many there may be at once, and what each may take. */
export interface ThreadsLimits extends ThreadLimits {
  /** Threads that work. */
  readonly most: number;
  /** Pieces of work that wait for one. */
  readonly waiting: number;
  /** Threads that stay when there is nothing to do, since to start one takes a tenth of a second. */
  readonly warm: number;
}

/** Threads that make and check copies. None is there before there is work. */
export class CopyThreads {
  readonly #limits: ThreadsLimits;
  readonly #idle: CopyThread[] = [];
  readonly #waiting: (() => void)[] = [];
  #working = 0;

  constructor(limits: ThreadsLimits) {
    this.#limits = limits;
  }

  /**
   * Does the work in a thread that has nothing else to do, in the order in which it is asked.
   *
   * @throws CopiesBusy where too much waits; what `CopyThread.do` throws.
   */
  async do(work: CopyWork, uuidFor: CopyFor["uuidFor"]): Promise<CopyDone> {
    await this.#turn();
    try {
      const thread = this.#take();
      try {
        return await thread.do(work, uuidFor);
      } finally {
        await this.#putBack(thread);
      }
    } finally {
      this.#pass();
    }
  }

  async #turn(): Promise<void> {
    if (this.#working < this.#limits.most) {
      this.#working++;
      return;
    }
    if (this.#waiting.length >= this.#limits.waiting) throw new CopiesBusy();
    // Whoever ends hands its turn on.
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #pass(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#working--;
    else next();
  }

  #take(): CopyThread {
    for (let one = this.#idle.pop(); one !== undefined; one = this.#idle.pop()) {
      if (one.isAlive) return one;
    }
    return new CopyThread(this.#limits);
  }

  async #putBack(thread: CopyThread): Promise<void> {
    if (!thread.isAlive) return;
    if (this.#idle.length < this.#limits.warm) this.#idle.push(thread);
    else await thread.end();
  }
}
