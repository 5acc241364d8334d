import { VerificationError } from "../error.ts";
import { verifyCommitment } from "./commitment.ts";
import type { Entry } from "./entry.ts";
import { erasedBy } from "./erasure.ts";
import { Erasures } from "./erasures.ts";
import type { ErasedField, Mismatch } from "./erasures.ts";
import { parseFieldLine } from "./export-line.ts";
import type { ExportHead } from "./head-reader.ts";

/** Checks what an export says of the sealed fields of its entries. */
export class SealedCheck {
  readonly #head: ExportHead;
  readonly #erasures: Erasures = new Erasures();
  /** Fields of the last entry whose lines are still to come, with their commitments. */
  #fields: [string, string][] = [];
  #index = 0;
  #opened = 0;

  constructor(head: ExportHead) {
    this.#head = head;
  }

  /** The field whose line must come next, if one must. */
  get next(): string | undefined {
    return this.#fields[0]?.[0];
  }

  /** How many values were shown and opened their commitments. */
  get opened(): number {
    return this.#opened;
  }

  get erased(): readonly ErasedField[] {
    return this.#erasures.list();
  }

  /** Takes an entry; its sealed fields are expected from here on. Gives a mismatch of erasures. */
  entry(entry: Entry, index: number): Mismatch | undefined {
    this.#fields = Object.entries(entry.sealed);
    this.#index = index;
    return this.#erasures.confirm(index, erasedBy(entry, index));
  }

  /** Takes the line of the field that must come next; throws when it is not, or does not hold. */
  line(text: string): void {
    const [field, commitment] = this.#fields.shift() ?? ["", ""];
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
