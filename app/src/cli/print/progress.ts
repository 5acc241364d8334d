import type { Terminal } from "./terminal.ts";

/** Back to the start of the line, and erase it (ECMA-48, CR and EL). */
const CLEAR = "\r\u001b[2K";
const EVERY_MS = 100;
const WIDTH = 24;

/** One line on a terminal that says how far long work is; nothing in a pipe. */
export class Progress {
  readonly #terminal: Terminal;
  readonly #what: string;
  #drawn = 0;

  /** @param what what is counted: "entries" */
  constructor(terminal: Terminal, what: string) {
    this.#terminal = terminal;
    this.#what = what;
  }

  /** So much is done, of so much where that is known. */
  show(done: number, of?: number): void {
    const { errors } = this.#terminal;
    const now = performance.now();
    if (!errors.isTTY || now - this.#drawn < EVERY_MS) return;
    this.#drawn = now;
    const bar = of === undefined ? "" : `${barOf(done, of)} `;
    const total = of === undefined ? "" : ` of ${of}`;
    errors.write(`${CLEAR}${bar}${done}${total} ${this.#what}`);
  }

  /** Takes the line away. */
  end(): void {
    if (this.#drawn > 0) this.#terminal.errors.write(CLEAR);
  }
}

function barOf(done: number, of: number): string {
  const full = of === 0 ? WIDTH : Math.min(WIDTH, Math.floor((done / of) * WIDTH));
  return `${"█".repeat(full)}${"░".repeat(WIDTH - full)}`;
}
