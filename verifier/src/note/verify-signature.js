import { joinBytes } from "../text/bytes.js";
import { encodeUtf8 } from "../text/utf8.js";
import { COSIGNATURE } from "./key.js";
const TIME_LENGTH = 8;
/**
 * Checks one signature over the text of a note: Ed25519 (signed-note) or a timestamped cosignature
 * (tlog-cosignature v1.0.1), by the type of the key. Resolves to undefined when it does not fit.
 *
 * Rejects with a plain Error when the platform has no Ed25519 in WebCrypto: that is not an answer
 * about the signature.
 */
export async function verifySignature(key, text, signature) {
    if (key.type !== COSIGNATURE) {
        return (await fits(key, encodeUtf8(text), signature)) ? {} : undefined;
    }
    const time = timeOf(signature);
    if (time === undefined)
        return undefined;
    const message = cosignedMessage(time, text);
    return (await fits(key, message, signature.subarray(TIME_LENGTH))) ? { time } : undefined;
}
/** What a witness signs: the text of a checkpoint and the time, POSIX seconds (tlog-cosignature). */
export function cosignedMessage(time, text) {
    return encodeUtf8(`cosignature/v1\ntime ${time}\n${text}`);
}
/** The note signature of a cosignature: the time in eight bytes, big-endian, then the 64 signed. */
export function joinCosignature(time, signature) {
    const head = new DataView(new ArrayBuffer(TIME_LENGTH));
    head.setBigUint64(0, BigInt(time));
    return joinBytes(new Uint8Array(head.buffer), signature);
}
/** Times above 2^53 - 1 lie some 285 million years ahead; verifiers may refuse the future. */
function timeOf(signature) {
    if (signature.length < TIME_LENGTH)
        return undefined;
    const view = new DataView(signature.buffer, signature.byteOffset, TIME_LENGTH);
    const time = Number(view.getBigUint64(0));
    return Number.isSafeInteger(time) ? time : undefined;
}
async function fits(key, message, signature) {
    if (signature.length !== 64)
        return false;
    return crypto.subtle.verify({ name: "Ed25519" }, await imported(key), signature, message);
}
const IMPORTED = new WeakMap();
/** Imported once per key object: importing costs more than checking. */
function imported(key) {
    const known = IMPORTED.get(key);
    if (known !== undefined)
        return known;
    const importing = crypto.subtle
        .importKey("raw", key.publicKey, { name: "Ed25519" }, false, ["verify"])
        .catch((cause) => {
        throw new Error("this platform cannot check Ed25519 signatures", { cause });
    });
    IMPORTED.set(key, importing);
    return importing;
}
//# sourceMappingURL=verify-signature.js.map