/** Whether two byte strings are the same. Not constant time: everything compared here is public. */
export function sameBytes(a, b) {
    return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
/** The byte strings one after the other. */
export function joinBytes(...parts) {
    const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
        out.set(part, at);
        at += part.length;
    }
    return out;
}
//# sourceMappingURL=bytes.js.map