import { setTimeout } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { Refusal } from "../../../core/refusal.ts";
import type { CopyFor } from "../../../core/release/copy.ts";
import type { RefusalParts } from "../../refusal-parts.ts";
import type { CopyDone, CopyWork } from "./work.ts";

/** What a thread is sent: work, or what a part is called. */
export interface ToThread {
  readonly work?: CopyWork;
  readonly name?: string;
}

/** What came of work: the result, the arguments of a Refusal, or how our own code failed. */
export interface Answer {
  readonly done?: CopyDone;
  readonly refusal?: RefusalParts;
  readonly broken?: string;
}

/** What a thread sends: what came of it, or the part of which it must know the name to go on. */
export type FromThread = Answer & { readonly part?: string };

/** What one piece of work may take. */
export interface ThreadLimits {
  readonly milliseconds: number;
  /** Of the thread's heap, in MiB. */
  readonly heap: number;
}

/** Beside this file with the same extension: .ts in the sources, .js once compiled. */
const WORKER = new URL(
  import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js",
  import.meta.url,
);

/** A thread that makes and checks copies, one piece of work after the other, so that this one need not. */
export class CopyThread {
  readonly #limits: ThreadLimits;
  readonly #signal = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  readonly #worker: Worker;
  #isAlive = true;

  constructor(limits: ThreadLimits) {
    this.#limits = limits;
    this.#worker = new Worker(WORKER, {
      workerData: this.#signal.buffer,
      resourceLimits: { maxOldGenerationSizeMb: limits.heap, maxYoungGenerationSizeMb: 64 },
      env: {},
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    this.#worker.once("exit", () => (this.#isAlive = false));
    // Heard of by whoever waits for its answer; alone it ends, and is not used again.
    this.#worker.on("error", () => (this.#isAlive = false));
    this.#worker.unref();
  }

  /** Whether it can be given more work. */
  get isAlive(): boolean {
    return this.#isAlive;
  }

  /**
   * Does the work there; `uuidFor` is asked here.
   *
   * @throws Refusal of the work; "broken-document" where it takes too long or the thread breaks down,
   *   "bomb" where it takes too much memory: the thread is gone then. Error where our own code fails.
   */
  async do(work: CopyWork, uuidFor: CopyFor["uuidFor"]): Promise<CopyDone> {
    const over = new AbortController();
    this.#worker.ref();
    try {
      const late = setTimeout<Failure>(this.#limits.milliseconds, "out-of-time", over);
      const answer = await Promise.race([this.#answer(work, uuidFor, over.signal), late]);
      if (typeof answer === "string") throw await this.#end(answer);
      if (answer.refusal !== undefined) throw new Refusal(...answer.refusal);
      if (answer.done !== undefined) return answer.done;
      throw new Error(`a copy could not be made: ${answer.broken ?? "nothing came back"}`);
    } finally {
      over.abort();
      this.#worker.unref();
    }
  }

  /** Ends it, whatever it does. */
  async end(): Promise<void> {
    this.#isAlive = false;
    await this.#worker.terminate();
  }

  #answer(
    work: CopyWork,
    uuidFor: CopyFor["uuidFor"],
    over: AbortSignal,
  ): Promise<Answer | Failure> {
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      const hear = ({ part, ...answer }: FromThread): void => {
        if (part === undefined) return resolve(answer);
        try {
          this.#tell({ name: uuidFor(part) });
        } catch (error) {
          void this.end();
          reject(error);
        }
      };
      const fail = (error: unknown): void => resolve(isMemory(error) ? "out-of-memory" : "broken");
      const exit = (): void => resolve("broken");
      worker.on("message", hear).on("error", fail).on("exit", exit);
      over.addEventListener("abort", () => {
        worker.off("message", hear).off("error", fail).off("exit", exit);
      });
      if (!this.#isAlive) return resolve("broken");
      this.#tell({ work });
    });
  }

  #tell(message: ToThread): void {
    this.#worker.postMessage(message);
    if (message.name === undefined) return;
    Atomics.add(this.#signal, 0, 1);
    Atomics.notify(this.#signal, 0);
  }

  async #end(failure: Failure): Promise<Refusal> {
    await this.end();
    return refusalOf(failure, this.#limits);
  }
}

type Failure = "out-of-time" | "out-of-memory" | "broken";

function isMemory(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}

function refusalOf(failure: Failure, { milliseconds }: ThreadLimits): Refusal {
  const remedy = "take out less at once, or release the item in parts";
  if (failure === "out-of-memory") {
    return new Refusal("bomb", "the copy", "it takes more memory than there is for one", remedy);
  }
  const problem =
    failure === "out-of-time"
      ? `it could not be made within ${milliseconds / 1000} seconds`
      : "making it broke down";
  return new Refusal("broken-document", "the copy", problem, remedy);
}
