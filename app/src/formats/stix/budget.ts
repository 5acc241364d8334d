import { Refusal } from "../../core/refusal.ts";

/**
 * Steps that following references may take in one file. The largest public collection takes a fifth
 * of a million; only a file built for it, where everything refers to everything, comes near this.
 */
const MOST_STEPS = 20_000_000;

/** Counts the work that references cause, which can grow with the square of the file. */
export class Budget {
  readonly #name: string;
  #left: number;

  /** @param name how messages call the input */
  constructor(name: string, steps: number = MOST_STEPS) {
    this.#name = name;
    this.#left = steps;
  }

  /** @throws Refusal "too-many-nodes" when the references of the file lead to more work than that. */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left >= 0) return;
    throw new Refusal(
      "too-many-nodes",
      this.#name,
      "the references between its objects multiply beyond what any real file needs",
      "share the objects in smaller bundles",
    );
  }
}
