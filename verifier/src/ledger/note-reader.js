import { VerificationError } from "../error.js";
/** A checkpoint note is origin, size, root, an empty line and at least one signature. */
const LEAST_LINES = 5;
const MOST_BYTES = 1_000_000;
const SUM = Uint8Array.from("sum ", (letter) => letter.charCodeAt(0));
/** Collects the lines of one checkpoint up to the line of its sum. */
export class NoteReader {
    #lines = [];
    #length = 0;
    /** Takes one line; gives the note when the line is that of the sum, which is not part of it. */
    take(line) {
        const isSum = this.#lines.length >= LEAST_LINES && SUM.every((byte, at) => line[at] === byte);
        if (isSum)
            return { note: this.#joined(), lines: this.#lines };
        this.#lines.push(line.slice());
        this.#length += line.length + 1;
        if (this.#length > MOST_BYTES) {
            throw new VerificationError("too-large", "checkpoint", `it has more than ${MOST_BYTES} bytes`);
        }
        return undefined;
    }
    #joined() {
        const note = new Uint8Array(this.#length).fill(10);
        let at = 0;
        for (const line of this.#lines) {
            note.set(line, at);
            at += line.length + 1;
        }
        return note;
    }
}
//# sourceMappingURL=note-reader.js.map