import { VerificationError } from "../error.js";
/**
 * Compares what an export says beside each entry ("this field was erased by entry 20") with what the
 * erasing entries themselves say. Holds the erased fields only.
 */
export class Erasures {
    /** By the erasing entry that is still to come. */
    #announced = new Map();
    #confirmed = new Map();
    /** A field marked as erased by a later entry. */
    announce(entry, field, by) {
        const fields = this.#announced.get(by) ?? new Map();
        fields.set(`${entry}/${field}`, { entry, field });
        this.#announced.set(by, fields);
    }
    /**
     * What entry `by` erases. A field erased before may be erased again; its mark names the first.
     * Gives the earliest mismatch, if any.
     */
    confirm(by, erased) {
        const marked = this.#announced.get(by) ?? new Map();
        if (erased.length === 0 && marked.size === 0)
            return undefined;
        this.#announced.delete(by);
        const unmarked = erased.filter((item) => {
            const name = `${item.entry}/${item.field}`;
            if (marked.delete(name))
                this.#confirmed.set(name, { ...item, by });
            return !this.#confirmed.has(name);
        });
        const [first] = [
            ...unmarked.map((item) => mismatch(item, `entry ${by} erases it, but it is not marked so`)),
            ...[...marked.values()].map((item) => mismatch(item, `it is marked as erased by entry ${by}, which does not erase it`)),
        ].toSorted((a, b) => a.entry - b.entry);
        return first;
    }
    /** All erased fields, in the order of the entries that erased them. */
    list() {
        return [...this.#confirmed.values()];
    }
}
function mismatch({ entry, field }, what) {
    const problem = `the sealed field ${field} of entry ${entry}: ${what}`;
    return { entry, error: new VerificationError("wrong-erasure", "erasure", problem) };
}
//# sourceMappingURL=erasures.js.map