import { VerificationError } from "../error.js";
import { MOST_ENTRY_BYTES } from "../tile.js";
import { CanonicalScanner } from "./canonical-scanner.js";
import { isCommitment } from "./commitment.js";
import { formatJson, isObject, notCanonical, requireText, valueOf } from "./json.js";
const NAME = /^[a-z][a-z0-9-]{0,63}$/;
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const AT = /^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3])(?::[0-5][0-9]){2}\.[0-9]{3}Z$/;
/**
 * Reads an entry; the bytes are hostile.
 *
 * Throws "too-large" above 65,535 bytes, "bad-json" or "bad-entry" for anything that `formatEntry`
 * would not write exactly so.
 */
export function parseEntry(bytes, place = "entry") {
    const { id, kind, at, body, sealed } = readEntry(bytes, place);
    const value = valueOf(body);
    if (!isObject(value))
        throw bad(place, "its body is not an object");
    const commitments = sealed.map(({ field, commitment }) => [field, commitment]);
    return { v: 1, id, kind, at, body: value, sealed: Object.fromEntries(commitments) };
}
/** The bytes of an entry, which `parseEntry` reads. Throws as `parseEntry` does. */
export function formatEntry(entry, place = "entry") {
    const { v, id, kind, at, body, sealed } = entry;
    const bytes = formatJson({ v, id, kind, at, body, sealed }, place);
    readEntry(bytes, place);
    return bytes;
}
/** As `parseEntry`, without making a value of the body: for reading millions of entries. */
export function readEntry(bytes, place) {
    if (bytes.length > MOST_ENTRY_BYTES) {
        const what = `it has ${bytes.length} bytes, and an entry has at most ${MOST_ENTRY_BYTES}`;
        throw new VerificationError("too-large", place, what);
    }
    const scanner = new CanonicalScanner(requireText(bytes, place));
    const at = stringAfter(scanner, '{"at":', place);
    const body = bodyAfter(scanner, ',"body":', place);
    const id = stringAfter(scanner, ',"id":', place);
    const kind = stringAfter(scanner, ',"kind":', place);
    const sealed = sealedAfter(scanner, ',"sealed":', place);
    if (!scanner.pass(',"v":1}') || scanner.at < scanner.text.length) {
        throw bad(place, "it does not end with v = 1");
    }
    if (!AT.test(at))
        throw bad(place, "its at is not a time in UTC with milliseconds");
    if (!ID.test(id))
        throw bad(place, "its id is not a UUID in lower case");
    if (!NAME.test(kind))
        throw bad(place, "its kind is not a name in lower case");
    return { at, body, id, kind, sealed };
}
/** The string that follows, without its quotes. The grammars above allow no escape in it. */
function stringAfter(scanner, before, place) {
    requireNext(scanner, before, place);
    const start = scanner.at;
    if (!scanner.passString())
        throw notCanonical(scanner, place);
    return scanner.text.slice(start + 1, scanner.at - 1);
}
function bodyAfter(scanner, before, place) {
    requireNext(scanner, before, place);
    const start = scanner.at;
    if (!scanner.passObject(1))
        throw notCanonical(scanner, place);
    return scanner.text.slice(start, scanner.at);
}
function sealedAfter(scanner, before, place) {
    requireNext(scanner, before, place);
    const sealed = [];
    const passed = scanner.passObject(1, (field) => {
        const start = scanner.at;
        const isString = scanner.passString();
        const commitment = scanner.text.slice(start + 1, scanner.at - 1);
        sealed.push({ field, commitment });
        return isString && NAME.test(field) && isCommitment(commitment);
    });
    if (!passed)
        throw bad(place, "its sealed is not field names with commitments");
    return sealed;
}
function requireNext(scanner, expected, place) {
    if (!scanner.pass(expected)) {
        throw bad(place, `it is not an object of at, body, id, kind, sealed and v, by ${expected}`);
    }
}
function bad(place, problem) {
    return new VerificationError("bad-entry", place, problem);
}
//# sourceMappingURL=entry.js.map