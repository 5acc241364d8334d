import { VerificationError } from "./error.js";
import { decodeBase64, encodeBase64 } from "./text/base64.js";
import { joinBytes } from "./text/bytes.js";
import { parseDecimal } from "./text/decimal.js";
import { decodeUtf8, encodeUtf8 } from "./text/utf8.js";
const FORMAT = "c2sp.org/tlog-proof@v1";
const MOST_BYTES = 2_000_000;
/** A path in a tree of at most 2^53 leaves. */
const MOST_HASHES = 53;
const NEWLINE = 10;
/**
 * Reads a `.tlog-proof` file (tlog-proof v1). The bytes are hostile; the checkpoint in it is taken as
 * it stands and read by `verifyReceipt`.
 *
 * Throws "bad-proof" or "too-large" for anything that `formatProof` would not write exactly so.
 */
export function parseProof(bytes, place = "proof") {
    if (bytes.length > MOST_BYTES) {
        throw new VerificationError("too-large", place, `it has more than ${MOST_BYTES} bytes`);
    }
    const end = bytes.findIndex((byte, at) => byte === NEWLINE && bytes[at + 1] === NEWLINE);
    const head = end < 0 ? undefined : decodeUtf8(bytes.subarray(0, end));
    if (head === undefined)
        throw bad(place, "it has no empty line before a checkpoint");
    const [format, ...lines] = head.split("\n");
    if (format !== FORMAT)
        throw bad(`${place} line 1`, `it is not ${FORMAT}`);
    const extra = lines[0]?.startsWith("extra ") ? field(lines.shift(), "extra", place) : undefined;
    const index = parseDecimal(field(lines.shift(), "index", place));
    if (index === undefined)
        throw bad(place, "its index is not a decimal number up to 2^53 - 1");
    if (lines.length > MOST_HASHES)
        throw bad(place, `it has more than ${MOST_HASHES} hashes`);
    const first = extra === undefined ? 3 : 4;
    return {
        index,
        ...(extra === undefined ? {} : { extra: readExtra(extra, place) }),
        hashes: lines.map((line, at) => readHash(line, `${place} line ${first + at}`)),
        checkpoint: bytes.subarray(end + 2),
    };
}
/** The `.tlog-proof` file of a proof. */
export function formatProof({ index, extra, hashes, checkpoint }) {
    const lines = [
        FORMAT,
        ...(extra === undefined ? [] : [`extra ${encodeBase64(extra)}`]),
        `index ${index}`,
        ...hashes.map((hash) => encodeBase64(hash)),
        "\n",
    ];
    return joinBytes(encodeUtf8(lines.join("\n")), checkpoint);
}
function field(line, name, place) {
    if (!line?.startsWith(`${name} `))
        throw bad(place, `its ${name} line is missing`);
    return line.slice(name.length + 1);
}
function readExtra(text, place) {
    const extra = decodeBase64(text);
    if (extra === undefined)
        throw bad(`${place} line 2`, "its extra data is not base64");
    return extra;
}
function readHash(line, place) {
    const hash = decodeBase64(line);
    if (hash?.length !== 32)
        throw bad(place, "it is not the base64 of a 32-byte hash");
    return hash;
}
function bad(place, problem) {
    return new VerificationError("bad-proof", place, problem);
}
//# sourceMappingURL=proof.js.map