import { sha256 } from "../sha256.js";
import { encodeBase64 } from "../text/base64.js";
import { joinBytes } from "../text/bytes.js";
import { encodeUtf8 } from "../text/utf8.js";
/**
 * The chain of sums over what no leaf covers: header and checkpoints. It is there so that damage to
 * what no trusted signature covers either (the cosignature of an unknown witness) does not pass; it
 * proves nothing against a forger, who can compute it too.
 */
export class Sum {
    #before = new Uint8Array(32);
    #lines = [];
    /** Adds a line, given without its newline. */
    add(line) {
        this.#lines.push(line.slice(), Uint8Array.of(10));
    }
    /** The line that states SHA-256(sum before ‖ lines since then), without newline; starts anew. */
    close() {
        this.#before = sha256(joinBytes(this.#before, ...this.#lines));
        this.#lines = [];
        return `sum ${encodeBase64(this.#before)}`;
    }
    /** As `add`, for text. */
    addText(line) {
        this.add(encodeUtf8(line));
    }
}
//# sourceMappingURL=sum.js.map