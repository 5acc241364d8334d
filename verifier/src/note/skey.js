import { VerificationError } from "../error.js";
import { decodeBase64, encodeBase64 } from "../text/base64.js";
import { joinBytes } from "../text/bytes.js";
import { COSIGNATURE, ED25519, keyOf } from "./key.js";
const SKEY = /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/;
/** What stands before a raw Ed25519 seed in PKCS #8 (RFC 8410 §7). */
const PKCS8_PREFIX = Uint8Array.from([
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
]);
/**
 * Reads a signer key in the text form of Go's note package, PRIVATE+KEY+name+id+base64(type ‖ seed),
 * and derives its public key.
 *
 * Rejects with "bad-key" for anything that `formatSignerKey` would not write exactly so. The message
 * never repeats the text.
 */
export async function readSignerKey(text, place = "signer key") {
    const [, name = "", id = "", encoded = ""] = SKEY.exec(text) ?? [];
    const bytes = decodeBase64(encoded);
    const type = bytes?.[0];
    if (bytes?.length !== 33 || (type !== ED25519 && type !== COSIGNATURE)) {
        throw new VerificationError("bad-key", place, "it is not of the form PRIVATE+KEY+name+id+base64");
    }
    const key = await signerKeyOf(name, type, bytes.subarray(1), place);
    if (key.verifier.id !== id) {
        throw new VerificationError("bad-key", place, `the id of ${name} does not follow from its seed`);
    }
    return key;
}
/** The signer key with a name, a type and 32 secret bytes. Rejects with "bad-key" as `keyOf` throws. */
export async function signerKeyOf(name, type, seed, place = "signer key") {
    if (seed.length !== 32) {
        throw new VerificationError("bad-key", place, `its seed has ${seed.length} bytes, not 32`);
    }
    return { verifier: keyOf(name, type, await publicKeyOf(seed), place), seed };
}
/** The text form that `readSignerKey` reads. Secret. */
export function formatSignerKey(key) {
    const { name, id, type } = key.verifier;
    return `PRIVATE+KEY+${name}+${id}+${encodeBase64(joinBytes(Uint8Array.of(type), key.seed))}`;
}
async function publicKeyOf(seed) {
    const pkcs8 = joinBytes(PKCS8_PREFIX, seed);
    const secret = await crypto.subtle.importKey("pkcs8", pkcs8, { name: "Ed25519" }, true, ["sign"]);
    const { x = "" } = await crypto.subtle.exportKey("jwk", secret);
    const standard = `${x.replaceAll("-", "+").replaceAll("_", "/")}=`;
    const publicKey = decodeBase64(standard);
    if (publicKey === undefined)
        throw new Error("this platform gave no public key for an Ed25519 seed");
    return publicKey;
}
//# sourceMappingURL=skey.js.map