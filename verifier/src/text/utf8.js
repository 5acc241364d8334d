const ENCODER = new TextEncoder();
// ignoreBOM keeps a byte order mark in the text, so that text and bytes stay one to one.
const DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
/** The UTF-8 bytes of a text. */
export function encodeUtf8(text) {
    return ENCODER.encode(text);
}
/** The text of UTF-8 bytes, or undefined when they are not valid UTF-8. One to one. */
export function decodeUtf8(bytes) {
    try {
        return DECODER.decode(bytes);
    }
    catch {
        return undefined;
    }
}
//# sourceMappingURL=utf8.js.map