import type { Terminal } from "./terminal.ts";

const EVERY_MS = 200;
/** Back to the start of the line, and erase it (ECMA-48, CR and EL). */
const CLEAR = "\r\u001b[2K";

/** One line on a terminal that says how far the check is; nothing in a pipe, nothing on short work. */
export class Progress {
  readonly #terminal: Terminal;
  readonly #bytes: number;
  #read = 0;
  #drawn: number;
  #isShown = false;

  /** @param bytes how long the file is; 0 where that is not known */
  constructor(terminal: Terminal, bytes: number) {
    this.#terminal = terminal;
    this.#bytes = bytes;
    this.#drawn = terminal.now();
  }

  /** Counts the chunks that pass through. */
  async *counted(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
    for await (const chunk of chunks) {
      this.#read += chunk.length;
      yield chunk;
    }
  }

  /** So many entries were checked. */
  show(entries: number): void {
    const { errors } = this.#terminal;
    const now = this.#terminal.now();
    if (errors.isTTY !== true || now - this.#drawn < EVERY_MS) return;
    this.#drawn = now;
    this.#isShown = true;
    errors.write(`${CLEAR}checking: ${this.#part()}${entries} entries`);
  }

  /** Takes the line away. */
  end(): void {
    if (this.#isShown) this.#terminal.errors.write(CLEAR);
  }

  #part(): string {
    if (this.#bytes === 0) return "";
    return `${Math.min(100, Math.floor((this.#read / this.#bytes) * 100))} %, `;
  }
}
