import { VerificationError } from "../error.js";
import { parseDecimal } from "../text/decimal.js";
import { EXPORT_FORMAT } from "./export-line.js";
/** The lines of a head, without newlines and without the line of their sum. */
export function headLines({ origin, size, sealed }) {
    return [EXPORT_FORMAT, `origin ${origin}`, `size ${size}`, `sealed ${sealed}`];
}
/** What stands before the value in each line of a head. */
const NAMES = [EXPORT_FORMAT, "origin ", "size ", "sealed "];
/** Reads the head of an export line by line, up to the line of its sum, which is the caller's. */
export class HeadReader {
    #values = [];
    /** Whether all lines were taken. */
    get isFull() {
        return this.#values.length === NAMES.length;
    }
    /** Takes one line. Throws "bad-export" for a line that no head has there. */
    take(text) {
        const at = this.#values.length;
        const name = NAMES[at] ?? "";
        const value = text.slice(name.length);
        const isLine = text.startsWith(name) && (at === 0) === (value === "");
        if (!isLine)
            throw bad(`it is not the line ${name.trim()} of the head of an export`);
        this.#values.push(value);
    }
    /** The head. Throws "bad-export" for values that none has. */
    head() {
        const [, origin = "", count = "", sealed = ""] = this.#values;
        const size = parseDecimal(count);
        if (size === undefined)
            throw bad("its size is not a decimal number up to 2^53 - 1");
        if (sealed !== "open" && sealed !== "kept")
            throw bad("its sealed is neither open nor kept");
        return { origin, size, sealed };
    }
}
function bad(problem) {
    return new VerificationError("bad-export", "head", problem);
}
//# sourceMappingURL=head-reader.js.map