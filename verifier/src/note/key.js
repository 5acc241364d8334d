import { VerificationError } from "../error.js";
import { sha256 } from "../sha256.js";
import { decodeBase64, encodeBase64 } from "../text/base64.js";
import { joinBytes } from "../text/bytes.js";
import { encodeHex } from "../text/hex.js";
import { encodeUtf8 } from "../text/utf8.js";
import { isKeyName } from "./key-name.js";
/** Signature types of signed-note that this package checks, by their identifier byte. */
export const ED25519 = 0x01;
/** A timestamped Ed25519 cosignature (tlog-cosignature), the kind a witness makes. */
export const COSIGNATURE = 0x04;
const VKEY = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/;
/**
 * Reads a verifier key in its text form, name+id+base64(type ‖ key) (signed-note, Verifier keys).
 *
 * Throws "bad-key" for anything that `formatKey` would not write exactly so, and for signature types
 * other than 0x01 and 0x04.
 */
export function parseKey(text, place = "verifier key") {
    const [, name = "", id = "", encoded = ""] = VKEY.exec(text) ?? [];
    const bytes = decodeBase64(encoded);
    if (!isKeyName(name) || bytes === undefined || bytes.length === 0) {
        throw new VerificationError("bad-key", place, "it is not of the form name+id+base64");
    }
    const type = keyTypeOf(bytes[0] ?? 0, place);
    const key = keyOf(name, type, bytes.subarray(1), place);
    if (key.id !== id) {
        throw new VerificationError("bad-key", place, `the id of ${name} is ${key.id}, not ${id}`);
    }
    return key;
}
/**
 * The key with a name, a type and 32 public bytes; its id is computed.
 *
 * Throws "bad-key" for a name that cannot be one or a key of another length.
 */
export function keyOf(name, type, publicKey, place = "verifier key") {
    if (!isKeyName(name)) {
        throw new VerificationError("bad-key", place, "its name is empty or has a space or a plus in it");
    }
    if (publicKey.length !== 32) {
        throw new VerificationError("bad-key", place, `${name} has a key of ${publicKey.length} bytes, not 32`);
    }
    return { name, id: keyId(name, type, publicKey), type, publicKey };
}
/** The text form that `parseKey` reads. */
export function formatKey(key) {
    return `${key.name}+${key.id}+${encodeBase64(joinBytes(Uint8Array.of(key.type), key.publicKey))}`;
}
/** SHA-256(name ‖ 0x0A ‖ type ‖ public key)[:4] in hex (signed-note, Signatures). */
export function keyId(name, type, publicKey) {
    const input = joinBytes(encodeUtf8(`${name}\n`), Uint8Array.of(type), publicKey);
    return encodeHex(sha256(input).subarray(0, 4));
}
function keyTypeOf(byte, place) {
    if (byte === ED25519 || byte === COSIGNATURE)
        return byte;
    const kind = byte === 0x06 ? "an ML-DSA-44 cosignature key" : `a key of type ${byte}`;
    const what = `it is ${kind}, and only Ed25519 (1) and its cosignatures (4) are checked here`;
    throw new VerificationError("bad-key", place, what);
}
//# sourceMappingURL=key.js.map