/** Places that are tried for one run; then an earlier run gives way. */
const TRIES = 4;
const MOST_SLOTS = 1 << 16;

/**
 * Remembers stretches of some bytes, to know those that come again. It may forget one, and never takes one
 * for another.
 *
 * Cost: of each question proportional to the stretch, whatever the bytes are.
 */
export class Repeats {
  readonly #bytes: Uint8Array;
  readonly #mask: number;
  readonly #starts: Int32Array;
  /** 0 for a slot that is empty. */
  readonly #ends: Int32Array;

  constructor(bytes: Uint8Array) {
    const slots = Math.min(MOST_SLOTS, 2 ** Math.ceil(Math.log2(64 + bytes.length / 64)));
    this.#bytes = bytes;
    this.#mask = slots - 1;
    this.#starts = new Int32Array(slots);
    this.#ends = new Int32Array(slots);
  }

  /** Was a stretch of the same bytes kept? `hash` is any number that is the same for the same bytes. */
  has(start: number, end: number, hash: number): boolean {
    for (let n = 0; n < TRIES; n++) {
      const slot = (hash + n) & this.#mask;
      const from = this.#starts[slot] ?? 0;
      if ((this.#ends[slot] ?? 0) - from === end - start && this.#isSame(from, start, end)) {
        return true;
      }
    }
    return false;
  }

  keep(start: number, end: number, hash: number): void {
    let slot = hash & this.#mask;
    for (let n = 0; n < TRIES; n++) {
      const next = (hash + n) & this.#mask;
      if (this.#ends[next] !== 0) continue;
      slot = next;
      break;
    }
    this.#starts[slot] = start;
    this.#ends[slot] = end;
  }

  #isSame(from: number, start: number, end: number): boolean {
    const bytes = this.#bytes;
    for (let at = start; at < end; at++) if (bytes[from + at - start] !== bytes[at]) return false;
    return true;
  }
}
