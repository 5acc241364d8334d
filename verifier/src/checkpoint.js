import { VerificationError } from "./error.js";
import { decodeBase64, encodeBase64 } from "./text/base64.js";
import { parseDecimal } from "./text/decimal.js";
/**
 * Reads the text of a checkpoint note (tlog-checkpoint v1.0.0). Parsed only: believed once the note
 * it came from is verified.
 *
 * Throws "bad-checkpoint" for anything that `formatCheckpoint` would not write exactly so. That
 * refuses extension lines, which no witness audits, and sizes above 2^53 - 1.
 */
export function parseCheckpoint(text, place = "checkpoint") {
    const [origin = "", size = "", encoded = "", ...rest] = text.split("\n");
    if (rest.length !== 1 || rest[0] !== "" || origin === "") {
        const what = "its text is not three lines: origin, size, root (extension lines are refused)";
        throw new VerificationError("bad-checkpoint", place, what);
    }
    const entries = parseDecimal(size);
    if (entries === undefined) {
        const what = "its size is not a decimal number without leading zeros, up to 2^53 - 1";
        throw new VerificationError("bad-checkpoint", place, what);
    }
    const root = decodeBase64(encoded);
    if (root?.length !== 32) {
        throw new VerificationError("bad-checkpoint", place, "its root is not the base64 of 32 bytes");
    }
    return { origin, size: entries, root };
}
/** The text that a log signs. */
export function formatCheckpoint({ origin, size, root }) {
    return `${origin}\n${size}\n${encodeBase64(root)}\n`;
}
//# sourceMappingURL=checkpoint.js.map