import { keyText } from "./keys.ts";
import { pointerStep } from "./place.ts";

/**
 * The way from the root to where a scanner stands: one step per open array or object, kept as
 * offsets, so that following it costs next to nothing and a pointer is made only for a refusal.
 */
export class Path {
  readonly #bytes: Uint8Array;
  /** Per level: the index in an array, or where the latest key starts. */
  readonly #steps: number[] = [];
  /** Per level: where the latest key ends, IN_ARRAY, or NO_KEY. */
  readonly #ends: number[] = [];
  #depth = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get depth(): number {
    return this.#depth;
  }

  isInObject(): boolean {
    return this.#ends[this.#depth - 1] !== IN_ARRAY;
  }

  openArray(): void {
    this.#steps[this.#depth] = 0;
    this.#ends[this.#depth++] = IN_ARRAY;
  }

  openObject(): void {
    this.#steps[this.#depth] = 0;
    this.#ends[this.#depth++] = NO_KEY;
  }

  close(): void {
    this.#depth--;
  }

  nextElement(): void {
    const level = this.#depth - 1;
    this.#steps[level] = (this.#steps[level] ?? 0) + 1;
  }

  /** `start` and `end` lie inside the quotes of a key whose escapes are sound. */
  nextKey(start: number, end: number): void {
    this.#steps[this.#depth - 1] = start;
    this.#ends[this.#depth - 1] = end;
  }

  /** The JSON pointer (RFC 6901) to where the scanner stands, fit to print; "" for the root. */
  pointer(): string {
    let pointer = "";
    for (let level = 0; level < this.#depth; level++) {
      const step = this.#steps[level] ?? 0;
      const end = this.#ends[level] ?? NO_KEY;
      if (end === IN_ARRAY) pointer += `/${step}`;
      else if (end !== NO_KEY) pointer += pointerStep(keyText(this.#bytes, step, end));
    }
    return pointer;
  }
}

const NO_KEY = -1;
const IN_ARRAY = -2;
