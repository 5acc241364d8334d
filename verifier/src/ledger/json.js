import { VerificationError } from "../error.js";
import { decodeUtf8, encodeUtf8 } from "../text/utf8.js";
import { CanonicalScanner } from "./canonical-scanner.js";
const MOST_DEPTH = 64;
/**
 * Reads canonical JSON in the subset of `CanonicalScanner`; the bytes are hostile.
 *
 * Throws "bad-json" for anything that `formatJson` would not write exactly so: white space, key order,
 * repeated keys, other forms of numbers and escapes, bytes that are not UTF-8.
 */
export function parseJson(bytes, place = "JSON") {
    const scanner = new CanonicalScanner(requireText(bytes, place));
    if (!scanner.passValue() || scanner.at < scanner.text.length)
        throw notCanonical(scanner, place);
    return valueOf(scanner.text);
}
/**
 * The canonical bytes of a value, keys in order.
 *
 * Throws "bad-json" for a value outside the subset.
 */
export function formatJson(value, place = "JSON") {
    // The platform's writer agrees with RFC 8785 on the subset, and the scanner refuses the rest.
    const text = JSON.stringify(inOrder(value, MOST_DEPTH, place));
    const scanner = new CanonicalScanner(text);
    if (!scanner.passValue() || scanner.at < text.length)
        throw notCanonical(scanner, place);
    return encodeUtf8(text);
}
/** The value of a text that a scanner has passed. */
export function valueOf(canonical) {
    const value = JSON.parse(canonical);
    return value;
}
/** The text of UTF-8 bytes. Throws "bad-json". */
export function requireText(bytes, place) {
    const text = decodeUtf8(bytes);
    if (text === undefined)
        throw new VerificationError("bad-json", place, "it is not UTF-8 text");
    return text;
}
/** The error for a text at which a scanner stopped. */
export function notCanonical({ at }, place) {
    const what = `it is not canonical JSON in the ledger's form, at character ${at + 1}`;
    return new VerificationError("bad-json", place, what);
}
/** Whether a value is an object, and neither null nor a list. */
export function isObject(value) {
    return typeof value === "object" && value !== null && !isList(value);
}
/** Whether a value is a list. */
export function isList(value) {
    return Array.isArray(value);
}
/** A copy with the keys of every object in order of their UTF-16 code units (RFC 8785 §3.2.3). */
function inOrder(value, depth, place) {
    if (typeof value !== "object" || value === null)
        return value;
    if (depth === 0)
        throw new VerificationError("bad-json", place, "it is too deep");
    if (isList(value))
        return value.map((item) => inOrder(item, depth - 1, place));
    const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(entries.map(([key, item]) => [key, inOrder(item, depth - 1, place)]));
}
//# sourceMappingURL=json.js.map