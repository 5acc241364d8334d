import type { Budget } from "./budget.ts";
import type { StixObject } from "./object.ts";

/** The number of no object. */
export const NONE = -1;

/** Where each id stands in a file; an id that stands there several times leads to every one. */
export class IdIndex {
  /** Does any id stand there several times? */
  hasRepeats = false;
  readonly #first = new Map<string, number>();
  /** By number: the next object with the same id, or NONE. */
  readonly #next: Int32Array;
  readonly #objects: readonly StixObject[];
  readonly #budget: Budget;

  /** @param budget pays for every step, since a file can repeat one id without end */
  constructor(objects: readonly StixObject[], budget: Budget) {
    this.#objects = objects;
    this.#budget = budget;
    this.#next = new Int32Array(objects.length).fill(NONE);
    for (let i = objects.length - 1; i >= 0; i--) {
      const id = objects[i]?.id ?? "";
      if (id === "") continue;
      this.#next[i] = this.#first.get(id) ?? NONE;
      this.hasRepeats ||= this.#next[i] !== NONE;
      this.#first.set(id, i);
    }
  }

  has(id: string): boolean {
    return this.#first.has(id);
  }

  /** Do several objects of the file have this id? */
  isRepeated(id: string): boolean {
    const first = this.#first.get(id);
    return first !== undefined && this.#next[first] !== NONE;
  }

  /** The first object with this id. */
  first(id: string): StixObject | undefined {
    const at = this.#first.get(id);
    return at === undefined ? undefined : this.#objects[at];
  }

  /** Calls `visit` with every object of this id, in the order of the file. */
  each(id: string, visit: (object: StixObject) => void): void {
    for (let at = this.firstAt(id); at !== NONE; at = this.nextAt(at)) {
      const object = this.#objects[at];
      if (object !== undefined) visit(object);
    }
  }

  /** The number of the first object with this id, or NONE; go on with `nextAt`. */
  firstAt(id: string): number {
    return this.#first.get(id) ?? NONE;
  }

  /** The number of the next object with the same id as this one, or NONE. */
  nextAt(at: number): number {
    this.#budget.spend(1);
    return this.#next[at] ?? NONE;
  }
}
