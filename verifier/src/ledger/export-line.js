import { VerificationError } from "../error.js";
import { decodeBase64, encodeBase64, writeBase64 } from "../text/base64.js";
import { encodeUtf8 } from "../text/utf8.js";
import { parseDecimal } from "../text/decimal.js";
/** The first line of an export, and with it the version of its form. */
export const EXPORT_FORMAT = "caveat-ledger-export@v1";
const SPACE = 32;
const ZERO = 48;
const LEAF_LENGTH = 44;
const LEAF = new Uint8Array(LEAF_LENGTH);
/** The line of an entry: its index, its leaf hash in base64, and the entry itself. */
export function formatEntryLine(index, leaf, entry) {
    const head = encodeUtf8(`${index} ${encodeBase64(leaf)} `);
    const line = new Uint8Array(head.length + entry.length + 1);
    line.set(head);
    line.set(entry, head.length);
    line[line.length - 1] = 10;
    return line;
}
/**
 * Cuts the line of the entry that must have this index into leaf and entry, both views of the line.
 *
 * Throws "bad-export" for another form, "wrong-index" for another index.
 */
export function splitEntryLine(line, index) {
    const digits = line.indexOf(SPACE);
    const start = digits + 1 + LEAF_LENGTH + 1;
    if (digits < 1 || line[start - 1] !== SPACE) {
        throw new VerificationError("bad-export", "line", "it is not an index, a leaf hash and an entry");
    }
    if (!isIndex(line, digits, index)) {
        const what = `it is not the line of entry ${index}, which belongs here`;
        throw new VerificationError("wrong-index", "line", what);
    }
    return { leaf: line.subarray(digits + 1, start - 1), entry: line.subarray(start) };
}
/** Whether these ASCII digits are the index, compared from its last digit to its first. */
function isIndex(line, digits, index) {
    let rest = index;
    for (let at = digits - 1; at >= 0; at -= 1) {
        if (line[at] !== ZERO + (rest % 10))
            return false;
        rest = Math.floor(rest / 10);
        if (rest === 0)
            return at === 0;
    }
    return false;
}
/** Whether the base64 on an entry's line is that of this hash. */
export function isLeaf(text, leaf) {
    writeBase64(leaf, LEAF);
    for (let at = 0; at < LEAF_LENGTH; at += 1) {
        if (text[at] !== LEAF[at])
            return false;
    }
    return text.length === LEAF_LENGTH;
}
/** The line of a sealed field, which follows the line of its entry. */
export function formatFieldLine(field, state) {
    return encodeUtf8(`${fieldLine(field, state)}\n`);
}
function fieldLine(field, state) {
    if (state.kind === "kept")
        return `kept ${field}`;
    if (state.kind === "erased")
        return `erased ${field} ${state.by}`;
    return `open ${field} ${encodeBase64(state.opening.nonce)} ${encodeBase64(state.opening.value)}`;
}
/**
 * Reads the line of the sealed field that must come next.
 *
 * Throws "bad-export" for anything that `formatFieldLine` would not write exactly so.
 */
export function parseFieldLine(text, field) {
    const state = fieldState(text.split(" "));
    if (state === undefined || fieldLine(field, state) !== text) {
        const what = `it is not the line of the sealed field ${field}, which belongs here`;
        throw new VerificationError("bad-export", "line", what);
    }
    return state;
}
function fieldState([kind, , first = "", second = ""]) {
    if (kind === "kept")
        return { kind };
    if (kind === "erased") {
        const by = parseDecimal(first);
        return by === undefined ? undefined : { kind, by };
    }
    const nonce = decodeBase64(first);
    const value = decodeBase64(second);
    if (kind !== "open" || nonce?.length !== 32 || value === undefined)
        return undefined;
    return { kind, opening: { nonce, value } };
}
//# sourceMappingURL=export-line.js.map