import { VerificationError } from "../error.js";
import { sha256 } from "../sha256.js";
import { encodeBase64 } from "../text/base64.js";
import { joinBytes } from "../text/bytes.js";
/** Letters of base64, and those that can come last before the padding: two of its bits are spare. */
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const LAST_LETTERS = "AEIMQUYcgkosw048";
const LETTER = new Uint8Array(128);
for (const letter of LETTERS)
    LETTER[letter.charCodeAt(0)] = 1;
const COMMITMENT_LENGTH = 44;
const NONCE_LENGTH = 32;
const MOST_VALUE_BYTES = 0xffff_ffff;
/**
 * The salted commitment that stands in an entry for a personal value, in base64: SHA-256(nonce ‖
 * length of the value in four bytes, big-endian ‖ value).
 *
 * Throws a RangeError for a nonce that is not 32 bytes.
 */
export function commit({ nonce, value }) {
    if (nonce.length !== NONCE_LENGTH)
        throw new RangeError("a nonce is 32 bytes");
    if (value.length > MOST_VALUE_BYTES)
        throw new RangeError("a value is at most 2^32 - 1 bytes");
    const length = new DataView(new ArrayBuffer(4));
    length.setUint32(0, value.length);
    return encodeBase64(sha256(joinBytes(nonce, new Uint8Array(length.buffer), value)));
}
/** Whether a text can be a commitment: the base64 of 32 bytes in its only form. */
export function isCommitment(text) {
    if (text.length !== COMMITMENT_LENGTH || !text.endsWith("="))
        return false;
    for (let at = 0; at < COMMITMENT_LENGTH - 1; at += 1) {
        if (LETTER[text.charCodeAt(at)] !== 1)
            return false;
    }
    return LAST_LETTERS.includes(text.charAt(COMMITMENT_LENGTH - 2));
}
/** Checks that nonce and value are those committed to. Throws "wrong-commitment" otherwise. */
export function verifyCommitment(commitment, opening, place = "commitment") {
    if (opening.nonce.length !== NONCE_LENGTH || commit(opening) !== commitment) {
        const what = "the nonce and the value are not those committed to";
        throw new VerificationError("wrong-commitment", place, what);
    }
}
//# sourceMappingURL=commitment.js.map