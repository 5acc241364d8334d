import { rangeHash, nodesOf } from "./subtree.js";
/** The root of the tree with these leaf hashes (RFC 6962 §2.1); SHA-256 of nothing for no leaves. */
export function rootOf(leaves, hash) {
    if (leaves.length === 0)
        return hash.empty();
    return rangeHash(0, leaves.length, nodesOf(leaves, hash), hash);
}
//# sourceMappingURL=root.js.map