import { VerificationError } from "../error.js";
import { verifySignature } from "./verify-signature.js";
/** Throws a TypeError when two keys share name and id: which of them is meant could not be told. */
export function keyringOf(keys) {
    const ring = new Map(keys.map((key) => [nameAndId(key.name, key.id), key]));
    if (ring.size !== keys.length)
        throw new TypeError("two of the keys have the same name and id");
    return ring;
}
/**
 * Checks the signatures of a note and resolves to the known keys that signed it, each counted once,
 * in the order of the note; at least one. Signatures of unknown keys are ignored (signed-note,
 * Signatures), also when they share the name or the id of a known key.
 *
 * Rejects with "bad-signature" when a known key's signature does not fit, whatever the others do, and
 * with "no-trusted-signature" when no known key signed.
 */
export async function verifyNote(note, keys, place = "note") {
    const signed = new Map();
    for (const line of note.signatures) {
        const key = keys.get(nameAndId(line.name, line.keyId));
        if (key === undefined)
            continue;
        const signature = await checked(key, note.text, line, place);
        if (!signed.has(key))
            signed.set(key, signature);
    }
    if (signed.size === 0) {
        throw new VerificationError("no-trusted-signature", place, "no key that is trusted here signed it");
    }
    return [...signed.values()];
}
async function checked(key, text, line, place) {
    const established = await verifySignature(key, text, line.signature);
    if (established === undefined) {
        throw new VerificationError("bad-signature", place, `the signature of ${key.name} does not fit`);
    }
    return { key, ...established };
}
/** A name has no plus, so this is one to one. */
function nameAndId(name, id) {
    return `${name}+${id}`;
}
//# sourceMappingURL=verify-note.js.map