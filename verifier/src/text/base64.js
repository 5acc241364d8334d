import { decodeUtf8 } from "./utf8.js";
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const PADDING = "=".charCodeAt(0);
const CODES = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0));
const VALUES = new Map(Array.from(CODES, (code, at) => [code, at]));
/** Base64 (RFC 4648 §4) of `bytes`, with padding. */
export function encodeBase64(bytes) {
    const out = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
    writeBase64(bytes, out);
    return decodeUtf8(out) ?? "";
}
/**
 * Writes the base64 of `bytes` as ASCII to the start of `out`, which must have room for four bytes
 * per three; allocates nothing. For loops over millions of hashes.
 */
export function writeBase64(bytes, out) {
    let to = 0;
    for (let from = 0; from < bytes.length; from += 3) {
        const left = bytes.length - from;
        const a = bytes[from] ?? 0;
        const b = bytes[from + 1] ?? 0;
        const c = bytes[from + 2] ?? 0;
        out[to++] = CODES[a >> 2] ?? 0;
        out[to++] = CODES[((a & 3) << 4) | (b >> 4)] ?? 0;
        out[to++] = left > 1 ? (CODES[((b & 15) << 2) | (c >> 6)] ?? 0) : PADDING;
        out[to++] = left > 2 ? (CODES[c & 63] ?? 0) : PADDING;
    }
}
/**
 * The bytes of a base64 text (RFC 4648 §4), or undefined unless the text is exactly what
 * `encodeBase64` writes for them: padding required, no white space, no spare bits set.
 */
export function decodeBase64(text) {
    if (text.length % 4 !== 0)
        return undefined;
    const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
    const bytes = new Uint8Array((text.length / 4) * 3 - padding);
    const letters = text.length - padding;
    let bits = 0;
    let to = 0;
    for (let at = 0; at < letters; at += 1) {
        const value = VALUES.get(text.charCodeAt(at));
        if (value === undefined)
            return undefined;
        bits = ((bits << 6) | value) & 0xffffff;
        if (at % 4 !== 0)
            bytes[to++] = bits >> (6 - (at % 4) * 2);
    }
    return encodeBase64(bytes) === text ? bytes : undefined;
}
//# sourceMappingURL=base64.js.map