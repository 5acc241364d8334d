import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** How a process ended: its exit code, or the signal that ended it. */
export type Ended = number | NodeJS.Signals;

const KEPT = 4_000;

/** A process of a campaign. It is heard line by line, each a JSON list of words. */
export class Process {
  readonly #child: ChildProcess;
  #complaint = "";
  #isOver = false;
  /** Whether it is a signal of ours that ends it. */
  isExpected = false;
  /** All it said was heard when this resolves. */
  readonly ended: Promise<Ended>;
  /** The rest of the first line that begins with "open". Rejects with its complaint if it ends before. */
  readonly open: Promise<readonly string[]>;

  constructor(program: URL, args: readonly string[], hear: (words: readonly string[]) => void) {
    this.#child = spawn(process.execPath, [fileURLToPath(program), ...args]);
    this.#child.stdin?.on("error", () => {});
    this.#child.stderr?.on("data", (chunk: Buffer) => {
      this.#complaint = (this.#complaint + chunk.toString()).slice(-KEPT);
    });
    this.ended = new Promise((resolve) => {
      this.#child.once("close", (code, signal) => {
        this.#isOver = true;
        resolve(signal ?? code ?? 0);
      });
    });
    this.open = this.#listen(hear);
    this.open.catch(() => {});
  }

  get isRunning(): boolean {
    return !this.#isOver;
  }

  /** The last it wrote to standard error. */
  get complaint(): string {
    return this.#complaint.trim();
  }

  /** Ends it by kill -9. */
  async kill(): Promise<Ended> {
    return this.#end("SIGKILL");
  }

  /** Tells it to end, as an operator does. */
  async stop(): Promise<Ended> {
    return this.#end("SIGTERM");
  }

  async #end(signal: NodeJS.Signals): Promise<Ended> {
    this.isExpected = true;
    this.#child.kill(signal);
    return this.ended;
  }

  async #listen(hear: (words: readonly string[]) => void): Promise<readonly string[]> {
    const { stdout } = this.#child;
    if (stdout === null) throw new Error("it has no standard output");
    return new Promise((resolve, reject) => {
      createInterface(stdout).on("line", (line) => {
        const words = wordsOf(line);
        hear(words);
        if (words[0] === "open") resolve(words.slice(1));
      });
      void this.ended.then(() => reject(new Error(this.complaint)));
    });
  }
}

/** The signer of the product says that it is ready in words, not in JSON. */
function wordsOf(line: string): readonly string[] {
  if (line === "signer ready") return ["open"];
  const words: unknown = JSON.parse(line);
  return Array.isArray(words) ? words.map(String) : [];
}
