import { VerificationError } from "../error.js";
import { verifyCommitment } from "./commitment.js";
import { erasedBy } from "./erasure.js";
import { Erasures } from "./erasures.js";
import { parseFieldLine } from "./export-line.js";
/** Checks what an export says of the sealed fields of its entries. */
export class SealedCheck {
    #head;
    #erasures = new Erasures();
    #fields = [];
    /** How many of the last entry's fields have had their lines. */
    #done = 0;
    #index = 0;
    #opened = 0;
    constructor(head) {
        this.#head = head;
    }
    /** The field whose line must come next, if one must. */
    get next() {
        return this.#fields[this.#done]?.field;
    }
    /** How many values were shown and opened their commitments. */
    get opened() {
        return this.#opened;
    }
    get erased() {
        return this.#erasures.list();
    }
    /** Takes an entry; its sealed fields are expected from here on. Gives a mismatch of erasures. */
    entry(entry, index) {
        this.#fields = entry.sealed;
        this.#done = 0;
        this.#index = index;
        return this.#erasures.confirm(index, erasedBy(entry, index, "entry"));
    }
    /** Takes the line of the field that must come next; throws when it is not, or does not hold. */
    line(text) {
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
        requireLine(state.kind === sealed, `its ${field} is ${state.kind}, and the head says ${sealed}`);
        if (state.kind === "kept")
            return;
        verifyCommitment(commitment, state.opening, `sealed field ${field}`);
        this.#opened += 1;
    }
}
function requireLine(holds, problem) {
    if (!holds)
        throw new VerificationError("bad-export", "sealed field", problem);
}
//# sourceMappingURL=sealed-check.js.map