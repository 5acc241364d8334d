import { VerificationError } from "../error.ts";
import type { SealedField } from "./erasure.ts";

/** A sealed field whose value is gone, and the entry that says so. */
export interface ErasedField extends SealedField {
  readonly by: number;
}

/** Where two statements about erased fields differ: the earlier entry, and the error. */
export interface Mismatch {
  readonly entry: number;
  readonly error: VerificationError;
}

/**
 * Compares what an export says beside each entry ("this field was erased by entry 20") with what the
 * erasing entries themselves say. Holds the erased fields only.
 */
export class Erasures {
  /** By the erasing entry that is still to come. */
  readonly #announced: Map<number, Map<string, SealedField>> = new Map();
  readonly #confirmed: Map<string, ErasedField> = new Map();

  /** A field marked as erased by a later entry. */
  announce(entry: number, field: string, by: number): void {
    const fields = this.#announced.get(by) ?? new Map<string, SealedField>();
    fields.set(`${entry}/${field}`, { entry, field });
    this.#announced.set(by, fields);
  }

  /**
   * What entry `by` erases. A field erased before may be erased again; its mark names the first.
   * Gives the earliest mismatch, if any.
   */
  confirm(by: number, erased: readonly SealedField[]): Mismatch | undefined {
    const marked = this.#announced.get(by) ?? new Map<string, SealedField>();
    if (erased.length === 0 && marked.size === 0) return undefined;
    this.#announced.delete(by);
    const unmarked = erased.filter((item) => {
      const name = `${item.entry}/${item.field}`;
      if (marked.delete(name)) this.#confirmed.set(name, { ...item, by });
      return !this.#confirmed.has(name);
    });
    const [first] = [
      ...unmarked.map((item) => mismatch(item, `entry ${by} erases it, but it is not marked so`)),
      ...[...marked.values()].map((item) =>
        mismatch(item, `it is marked as erased by entry ${by}, which does not erase it`),
      ),
    ].toSorted((a, b) => a.entry - b.entry);
    return first;
  }

  /** All erased fields, in the order of the entries that erased them. */
  list(): readonly ErasedField[] {
    return [...this.#confirmed.values()];
  }
}

function mismatch({ entry, field }: SealedField, what: string): Mismatch {
  const problem = `the sealed field ${field} of entry ${entry}: ${what}`;
  return { entry, error: new VerificationError("wrong-erasure", "erasure", problem) };
}
