import { VerificationError } from "../error.ts";
import { verifyCommitment } from "./commitment.ts";
import type { EntryText, SealedName } from "./entry.ts";
import { erasedBy } from "./erasure.ts";
import { Erasures } from "./erasures.ts";
import type { ErasedField, Mismatch } from "./erasures.ts";
import { parseFieldLine } from "./export-line.ts";
import type { ExportHead } from "./head-reader.ts";

/** Checks what an export says of the sealed fields of its entries. */
export class SealedCheck {
  readonly #head: ExportHead;
  readonly #erasures: Erasures = new Erasures();
  #fields: readonly SealedName[] = [];
  /** How many of the last entry's fields have had their lines. */
  #done = 0;
  #index = 0;
  #opened = 0;

  constructor(head: ExportHead) {
    this.#head = head;
  }

  /** The field whose line must come next, if one must. */
  get next(): string | undefined {
    return this.#fields[this.#done]?.field;
  }

  /** How many values were shown and opened their commitments. */
  get opened(): number {
    return this.#opened;
  }

  get erased(): readonly ErasedField[] {
    return this.#erasures.list();
  }

  /** Takes an entry; its sealed fields are expected from here on. Gives a mismatch of erasures. */
  entry(entry: EntryText, index: number): Mismatch | undefined {
    this.#fields = entry.sealed;
    this.#done = 0;
    this.#index = index;
    return this.#erasures.confirm(index, erasedBy(entry, index, "entry"));
  }

  /** Takes the line of the field that must come next; throws when it is not, or does not hold. */
  line(text: string): void {
    const { field = "", commitment = "" } = this.#fields[this.#done] ?? {};
    this.#done += 1;
    const { sealed, size } = this.#head;
    const state = parseFieldLine(text, field);
    if (state.kind === "erased") {
      const isLater = state.by > this.#index && state.by < size;
      requireLine(isLater, `no entry ${state.by} of this export can have erased ${field}`);
      this.#erasures.announce(this.#index, field, state.by);
      return;
    }
    requireLine(
      state.kind === sealed,
      `its ${field} is ${state.kind}, and the head says ${sealed}`,
    );
    if (state.kind === "kept") return;
    verifyCommitment(commitment, state.opening, `sealed field ${field}`);
    this.#opened += 1;
  }
}

function requireLine(holds: boolean, problem: string): void {
  if (!holds) throw new VerificationError("bad-export", "sealed field", problem);
}
