import { VerificationError } from "../error.js";
import { sameBytes } from "../text/bytes.js";
import { hashAt, isCount, requireHash, requireUsed } from "./inclusion.js";
/**
 * Checks that the newer tree begins with all leaves of the older one (RFC 6962 §2.1.2; the walk is
 * that of RFC 9162 §2.1.4.2); gives nothing back. All sizes up to 2^53 - 1.
 *
 * An empty tree begins every history, so a proof from it would show nothing: it is refused unless the
 * newer tree is empty too. Whoever starts from nothing (a witness) has to say so itself.
 *
 * Throws "bad-proof" when sizes and length of the proof do not fit together, "wrong-proof" when it
 * does not lead to both roots.
 */
export function verifyConsistency(older, newer, proof, hash, place = "consistency proof") {
    requireSizes(older, newer, hash, place);
    if (older.size === newer.size) {
        requireUsed(proof, 0, place);
        if (!sameBytes(older.root, newer.root))
            throw wrong(older, newer, place);
        return;
    }
    const [olderRoot, newerRoot] = rootsFrom(older, newer, proof, hash, place);
    const fits = sameBytes(olderRoot, older.root) && sameBytes(newerRoot, newer.root);
    if (!fits)
        throw wrong(older, newer, place);
}
function requireSizes(older, newer, hash, place) {
    const isOrdered = isCount(older.size) && isCount(newer.size) && older.size <= newer.size;
    if (!isOrdered || (older.size === 0 && newer.size > 0)) {
        const what = `there is no proof from ${older.size} to ${newer.size} entries`;
        throw new VerificationError("bad-proof", place, what);
    }
    if (older.size === 0 && !sameBytes(older.root, hash.empty()))
        throw wrong(older, newer, place);
}
/** The roots of both trees as the proof has them. Sizes: 0 < older < newer. */
function rootsFrom(older, newer, proof, hash, place) {
    let [index, last] = climb(older.size - 1, newer.size - 1);
    // Where the older tree is one complete subtree of the newer one, its root is the first node.
    let used = index === 0 ? 0 : 1;
    const first = index === 0 ? requireHash(older.root, "the older root", place) : hashAt(proof, 0, place);
    let olderNode = first;
    let newerNode = first;
    while (last > 0) {
        if (index % 2 === 1 || index < last) {
            const sibling = hashAt(proof, used, place);
            used += 1;
            if (index % 2 === 1)
                olderNode = hash.node(sibling, olderNode);
            newerNode = index % 2 === 1 ? hash.node(sibling, newerNode) : hash.node(newerNode, sibling);
        }
        index = Math.floor(index / 2);
        last = Math.floor(last / 2);
    }
    requireUsed(proof, used, place);
    return [olderNode, newerNode];
}
/** Past the levels on which the older tree ends with a complete pair. */
function climb(index, last) {
    return index % 2 === 1 ? climb(Math.floor(index / 2), Math.floor(last / 2)) : [index, last];
}
function wrong(older, newer, place) {
    const what = `the tree of ${newer.size} does not begin with the tree of ${older.size}`;
    return new VerificationError("wrong-proof", place, what);
}
//# sourceMappingURL=consistency.js.map