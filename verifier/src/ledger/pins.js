import { VerificationError } from "../error.js";
import { sameBytes } from "../text/bytes.js";
/** The checkpoints that a reader kept from earlier, which every honest history must pass through. */
export class Pins {
    #pins;
    #next = 0;
    constructor(pins) {
        this.#pins = pins.toSorted((a, b) => a.size - b.size);
    }
    /** Throws "wrong-origin" when a pin is of another log. */
    requireOrigin(origin) {
        const other = this.#pins.find((pin) => pin.origin !== origin);
        if (other !== undefined) {
            const what = `it is of the log ${origin}, and the pinned checkpoint of ${other.origin}`;
            throw new VerificationError("wrong-origin", "pin", what);
        }
    }
    /** Throws "other-history" when a pin of this size has another root. Sizes in ascending order. */
    pass(size, root) {
        for (let pin = this.#pins[this.#next]; pin?.size === size; pin = this.#pins[this.#next]) {
            if (!sameBytes(pin.root, root)) {
                const what = `its first ${size} entries are not those of the pinned checkpoint`;
                throw new VerificationError("other-history", "pin", what);
            }
            this.#next += 1;
        }
    }
    /** Throws "older-history" when a pin was not reached. */
    requireAll(size) {
        const missing = this.#pins[this.#next];
        if (missing !== undefined) {
            const what = `it has ${size} entries, and the pinned checkpoint has ${missing.size}`;
            throw new VerificationError("older-history", "pin", what);
        }
    }
    /** The size of the next pin to come. */
    get next() {
        return this.#pins[this.#next]?.size;
    }
    /** The size of the last pin that agreed; 0 before the first. */
    get agreed() {
        return this.#pins[this.#next - 1]?.size ?? 0;
    }
}
//# sourceMappingURL=pins.js.map