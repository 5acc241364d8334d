import { isReadable } from "./kinds.ts";
import { lastNotAfter, type View } from "./view.ts";

/** Between two decoded runs: no text and no term holds it. */
const BARRIER = 3;
/** Fewer bytes are in junk nothing that is unmistakable. */
export const FEWEST_JUNK = 7;

/** Decoded runs, one after the other. */
export class Pile {
  #bytes: Uint8Array = new Uint8Array(0);
  #length = 0;
  readonly #starts: number[] = [];
  readonly #froms: number[] = [];

  /** Takes some of the bytes that were decoded from a run at `at`. */
  add(bytes: Uint8Array, from: number, to: number, at: number): void {
    const end = this.#length + to - from;
    const needed = end + BARRIER;
    if (needed > this.#bytes.length) {
      const wider = new Uint8Array(Math.max(1 << 12, needed * 2));
      wider.set(this.#bytes);
      this.#bytes = wider;
    }
    this.#starts.push(this.#length);
    this.#froms.push(at);
    this.#bytes.set(bytes.subarray(from, to), this.#length);
    this.#bytes.fill(1, end, needed);
    this.#length = needed;
  }

  /** Every find in a run is said to stand where the run begins. */
  toView({ variants, origin }: View, isTight: boolean): View | undefined {
    if (this.#length === 0) return undefined;
    const [starts, froms] = [this.#starts, this.#froms];
    return {
      bytes: this.#bytes.subarray(0, this.#length),
      variants,
      isTight,
      origin: (at) => origin(froms[lastNotAfter(starts, at)] ?? 0),
    };
  }
}

/** Adds every stretch of at least FEWEST_JUNK bytes that are printable ASCII, NUL, or UTF-8 of more bytes. */
export function addReadable(bytes: Uint8Array, size: number, pile: Pile, start: number): void {
  for (let at = FEWEST_JUNK - 1; at < size; at += FEWEST_JUNK) {
    if (!isReadable(bytes, at, size)) continue;
    let from = at;
    while (from > 0 && isReadable(bytes, from - 1, size)) from--;
    while (at < size && isReadable(bytes, at, size)) at++;
    if (at - from >= FEWEST_JUNK) pile.add(bytes, from, at, start);
  }
}
