import { shuffled } from "./random-numbers.ts";

/** Gives all of some things in turn, in another order each time round. */
export class Deck<T> {
  readonly #things: readonly T[];
  readonly #random: () => number;
  #left: T[] = [];

  constructor(things: readonly T[], random: () => number) {
    if (things.length === 0) throw new RangeError("there is nothing to give");
    this.#things = things;
    this.#random = random;
  }

  next(): T {
    if (this.#left.length === 0) this.#left = shuffled(this.#things, this.#random);
    const next = this.#left.pop();
    if (next === undefined) throw new RangeError("what is given is something");
    return next;
  }
}
