import { VerificationError } from "../error.js";
import { decodeBase64, encodeBase64 } from "../text/base64.js";
import { joinBytes } from "../text/bytes.js";
import { encodeHex } from "../text/hex.js";
import { decodeUtf8 } from "../text/utf8.js";
import { isKeyName } from "./key-name.js";
/** As Go's note package: far above the 16 signatures that must be read (signed-note, Format). */
const MOST_SIGNATURES = 100;
const MOST_BYTES = 1_000_000;
const CONTROL = /[\0-\t\v-\x1f]/;
const DASH = "— ";
/**
 * Splits a signed note (signed-note v1.0.0) into text and signatures. The bytes are hostile.
 *
 * Throws "not-text", "too-large" or "bad-note" for anything that `formatNote` would not write exactly
 * so.
 */
export function parseNote(bytes, place = "note") {
    const whole = noteText(bytes, place);
    const end = whole.lastIndexOf("\n\n");
    const text = whole.slice(0, end + 1);
    const lines = whole.slice(end + 2).split("\n");
    if (end < 0 || lines.length < 2 || lines.pop() !== "") {
        const what = "it is not a text, an empty line and signature lines, each ended by a newline";
        throw new VerificationError("bad-note", place, what);
    }
    if (lines.length > MOST_SIGNATURES) {
        const what = `it has ${lines.length} signatures, and at most ${MOST_SIGNATURES} are read`;
        throw new VerificationError("too-large", place, what);
    }
    const before = text.split("\n").length;
    const note = {
        text,
        signatures: lines.map((line, at) => parseSignature(line, `${place} line ${before + 1 + at}`)),
    };
    if (formatNote(note) !== whole) {
        throw new VerificationError("bad-note", place, "it is not written in the one form a note has");
    }
    return note;
}
/** The note as text: what `parseNote` reads. */
export function formatNote(note) {
    return `${note.text}\n${note.signatures.map(formatSignature).join("")}`;
}
/** One signature line with its newline. */
export function formatSignature({ name, keyId, signature }) {
    const id = Uint8Array.from([0, 2, 4, 6], (at) => Number.parseInt(keyId.slice(at, at + 2), 16));
    return `${DASH}${name} ${encodeBase64(joinBytes(id, signature))}\n`;
}
function noteText(bytes, place) {
    if (bytes.length > MOST_BYTES) {
        const what = `it has ${bytes.length} bytes, and at most ${MOST_BYTES} are read`;
        throw new VerificationError("too-large", place, what);
    }
    const text = decodeUtf8(bytes);
    if (text === undefined || CONTROL.test(text)) {
        const what = "it is not UTF-8 text, or has a control character other than newline";
        throw new VerificationError("not-text", place, what);
    }
    return text;
}
function parseSignature(line, place) {
    const [dash, name = "", encoded = "", ...more] = line.split(" ");
    const bytes = decodeBase64(encoded);
    const isLine = dash === "—" && more.length === 0 && isKeyName(name);
    if (!isLine || bytes === undefined || bytes.length < 5) {
        const what = "it is not a signature line: em dash, key name, base64 of key id and signature";
        throw new VerificationError("bad-note", place, what);
    }
    return { name, keyId: encodeHex(bytes.subarray(0, 4)), signature: bytes.subarray(4) };
}
//# sourceMappingURL=note.js.map