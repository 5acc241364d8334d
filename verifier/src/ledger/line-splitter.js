import { VerificationError } from "../error.js";
import { joinBytes } from "../text/bytes.js";
const NEWLINE = 10;
/** Far above the longest entry line; bounds what a file without newlines can make us hold. */
const MOST_LINE_BYTES = 2_000_000;
/** Cuts a stream of bytes into lines, whatever the size of its chunks. */
export class LineSplitter {
    #rest = [];
    #held = 0;
    /**
     * The lines that end in this chunk, without their newline; views of it where possible, so to be
     * used before the chunk is.
     *
     * Throws "too-large" for a line above 2 MB.
     */
    *push(chunk) {
        let from = 0;
        for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
            yield this.#take(chunk.subarray(from, end));
            from = end + 1;
        }
        if (from < chunk.length)
            this.#hold(chunk.slice(from));
    }
    /** Whether the stream so far ends within a line. */
    get isWithinLine() {
        return this.#held > 0;
    }
    #take(last) {
        if (this.#held === 0)
            return last;
        const line = joinBytes(...this.#rest, last);
        this.#rest = [];
        this.#held = 0;
        return line;
    }
    #hold(part) {
        this.#rest.push(part);
        this.#held += part.length;
        if (this.#held > MOST_LINE_BYTES) {
            throw new VerificationError("too-large", "line", "it is longer than any line of an export");
        }
    }
}
//# sourceMappingURL=line-splitter.js.map