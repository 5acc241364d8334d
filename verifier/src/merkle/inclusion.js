import { VerificationError } from "../error.js";
import { sameBytes } from "../text/bytes.js";
/**
 * Checks an inclusion proof (RFC 6962 §2.1.1); gives nothing back. All sizes up to 2^53 - 1.
 *
 * Throws "bad-proof" when index, size and length of the proof do not fit together, "wrong-proof" when
 * it does not lead to the root.
 */
export function verifyInclusion(claim, hash, place = "inclusion proof") {
    const { index, size, proof } = claim;
    if (!isCount(index) || !isCount(size) || index >= size) {
        throw new VerificationError("bad-proof", place, `there is no entry ${index} in a tree of ${size}`);
    }
    if (!sameBytes(rootFrom(claim, hash, place), claim.root)) {
        const what = `its ${proof.length} hashes do not lead from entry ${index} to the root of ${size}`;
        throw new VerificationError("wrong-proof", place, what);
    }
}
function rootFrom(claim, hash, place) {
    let node = requireHash(claim.leaf, "the hash of its leaf", place);
    let index = claim.index;
    let last = claim.size - 1;
    let used = 0;
    while (last > 0) {
        // The last node of a level without a sibling moves up unchanged.
        if (index % 2 === 1 || index < last) {
            const sibling = hashAt(claim.proof, used, place);
            node = index % 2 === 1 ? hash.node(sibling, node) : hash.node(node, sibling);
            used += 1;
        }
        index = Math.floor(index / 2);
        last = Math.floor(last / 2);
    }
    requireUsed(claim.proof, used, place);
    return node;
}
/** The hash of a proof at a place where its shape demands one. Throws "bad-proof" otherwise. */
export function hashAt(proof, at, place) {
    return requireHash(proof[at], `its hash ${at + 1}`, place);
}
/** The hash itself. Throws "bad-proof" when it is missing or not 32 bytes long. */
export function requireHash(node, what, place) {
    if (node?.length === 32)
        return node;
    throw new VerificationError("bad-proof", place, `${what} is missing or not 32 bytes long`);
}
/** Throws "bad-proof" when a proof has more hashes than its shape uses. */
export function requireUsed(proof, used, place) {
    if (proof.length === used)
        return;
    const what = `it has ${proof.length} hashes where ${used} belong`;
    throw new VerificationError("bad-proof", place, what);
}
/** Whether a number can be a count or an index: an integer from 0 to 2^53 - 1. */
export function isCount(value) {
    return Number.isSafeInteger(value) && value >= 0;
}
//# sourceMappingURL=inclusion.js.map