import type { Variant } from "./variant.ts";

/** Bytes as they are, or as they read once something is undone. */
export interface View {
  readonly bytes: Uint8Array;
  /** What was undone, outermost first. */
  readonly variants: readonly Variant[];
  /** Decoded from what may never have been an encoding: only what is unmistakable counts. */
  readonly isTight: boolean;
  /** Read backwards, or in rot13. */
  readonly isTurned?: true;
  /** Where a byte of it stood in the bytes that were given. */
  readonly origin: (at: number) => number;
  /**
   * Where it differs from a view that was looked at before, in order; undefined: everywhere. What holds
   * none of these places was looked at already.
   */
  readonly changed?: readonly number[];
}

/** From where to where, in bytes. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * The parts of a view that can hold something new, when nothing has more than so many letters, nor reaches
 * over more than so many bytes.
 */
export function rangesOf(
  { bytes, changed }: View,
  letters: number,
  reach: number,
): readonly Range[] {
  if (changed === undefined) return [{ from: 0, to: bytes.length }];
  const ranges: Range[] = [];
  let [from, last] = [-1, -1];
  for (const at of changed) {
    // What follows so close needs no window of its own.
    if (from < 0) from = window(bytes, at, -1, letters, reach);
    else if (at > last + letters) {
      const to = window(bytes, last, 1, letters, reach);
      const start = Math.max(to, window(bytes, at, -1, letters, reach));
      if (start > to) {
        ranges.push({ from, to });
        from = start;
      }
    }
    last = at;
  }
  if (from >= 0) ranges.push({ from, to: window(bytes, last, 1, letters, reach) });
  return ranges;
}

/** The place so many letters away from one; what is not ASCII counts for none, so it may be farther. */
function window(
  bytes: Uint8Array,
  place: number,
  direction: 1 | -1,
  letters: number,
  reach: number,
): number {
  const last = Math.min(bytes.length, Math.max(0, place + direction * reach));
  let left = letters;
  let at = place;
  while (at !== last && left > 0) {
    const byte = bytes[direction > 0 ? at : at - 1] ?? 0;
    const small = byte | 0x20;
    if ((byte >= 0x30 && byte <= 0x39) || (small >= 0x61 && small <= 0x7a)) left--;
    at += direction;
  }
  return at;
}

/** Undoes one kind of escape. */
export interface Stage {
  readonly variant: Variant;
  /** The bytes with which such an escape begins; where not any may follow one, those that may. */
  readonly starts: readonly (readonly [first: string, second?: string])[];
  /**
   * Reads the escape at `at`. Writes what it stands for to `into` from `to`, never more than it took.
   * Out: bytes taken × 8 + bytes written (at most 7); 0 when there is none.
   */
  readonly undo: (bytes: Uint8Array, at: number, into: Uint8Array, to: number) => number;
}

/** The view with every escape of a kind undone; undefined when it holds none. */
export function undo(view: View, { variant, starts, undo: step }: Stage): View | undefined {
  const { bytes } = view;
  const out = new Builder(bytes, view.origin);
  const { first, second } = tablesOf(starts);
  // The search of the engine is faster than ours where there is one byte to look for.
  const only = starts.length === 1 ? starts[0]?.[0] : undefined;
  for (let at = 0; at < bytes.length; at++) {
    if (only !== undefined) {
      at = bytes.indexOf(only.charCodeAt(0), at);
      if (at < 0) break;
    } else {
      const begun = first[bytes[at] ?? 0] ?? 0;
      if (begun === 0 || (begun & (second[bytes[at + 1] ?? 0] ?? 0)) === 0) continue;
    }
    at += out.take(at, step) - 1;
  }
  return out.finish(view, variant);
}

/** Of each byte the starts that it begins, and those that it may go on, one bit each. */
function tablesOf(starts: Stage["starts"]): {
  readonly first: Uint8Array;
  readonly second: Uint8Array;
} {
  const first = new Uint8Array(256);
  const second = new Uint8Array(256);
  for (const [n, [firsts, seconds]] of starts.entries()) {
    for (const one of firsts) first[one.charCodeAt(0)] = 1 << n;
    if (seconds === undefined)
      for (let byte = 0; byte < 256; byte++) second[byte] = (second[byte] ?? 0) | (1 << n);
    for (const one of seconds ?? "") {
      const byte = one.charCodeAt(0);
      second[byte] = (second[byte] ?? 0) | (1 << n);
    }
  }
  return { first, second };
}

/** Copies bytes, with escapes undone, and remembers where each piece came from. */
class Builder {
  readonly #bytes: Uint8Array;
  readonly #origin: (at: number) => number;
  #out: Uint8Array = new Uint8Array(0);
  #length = 0;
  /** Up to here the bytes are copied. */
  #copied = 0;
  readonly #starts: number[] = [0];
  readonly #froms: number[] = [0];
  readonly #changed: number[] = [];

  constructor(bytes: Uint8Array, origin: (at: number) => number) {
    this.#bytes = bytes;
    this.#origin = origin;
  }

  /** Out: how many bytes were read, 1 when nothing began there. */
  take(at: number, step: Stage["undo"]): number {
    if (this.#out.length === 0) this.#out = new Uint8Array(this.#bytes.length + 8);
    // Written where it will stand; copying what comes before it does not reach there.
    const to = this.#length + (at - this.#copied);
    const taken = step(this.#bytes, at, this.#out, to);
    if (taken === 0) return 1;
    this.#copy(at);
    this.#changed.push(to);
    this.#length += taken & 7;
    this.#copied = at + (taken >> 3);
    this.#starts.push(to, this.#length);
    this.#froms.push(at, this.#copied);
    return taken >> 3;
  }

  finish(view: View, variant: Variant): View | undefined {
    if (this.#changed.length === 0) return undefined;
    this.#copy(this.#bytes.length);
    const [starts, froms, origin] = [this.#starts, this.#froms, this.#origin];
    return {
      bytes: this.#out.subarray(0, this.#length),
      variants: [...view.variants, variant],
      isTight: view.isTight,
      origin: (at) => {
        const piece = lastNotAfter(starts, at);
        return origin((froms[piece] ?? 0) + at - (starts[piece] ?? 0));
      },
      changed: this.#changed,
    };
  }

  #copy(upTo: number): void {
    this.#out.set(this.#bytes.subarray(this.#copied, upTo), this.#length);
    this.#length += upTo - this.#copied;
    this.#copied = upTo;
  }
}

/** The index of the last of some rising numbers that is not above `limit`; 0 when all are. */
export function lastNotAfter(numbers: readonly number[], limit: number): number {
  let [low, high] = [0, numbers.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle;
    else high = middle;
  }
  return low;
}
