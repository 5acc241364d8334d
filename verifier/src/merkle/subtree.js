/** The largest power of two below `size`, the split of RFC 6962 §2.1. `size` is at least 2. */
export function splitOf(size) {
    let split = 1;
    while (split * 2 < size)
        split *= 2;
    return split;
}
/**
 * MTH(D[from:to]) of RFC 6962 §2.1 for a range that the recursions of §2.1.1 and §2.1.2 reach, that
 * is one whose start is a multiple of the largest power of two not above its length.
 */
export function rangeHash(from, to, node, hash) {
    const size = to - from;
    if (size === 1)
        return node(0, from);
    const split = splitOf(size);
    if (split * 2 === size)
        return node(levelOf(size), from / size);
    return hash.node(rangeHash(from, from + split, node, hash), rangeHash(from + split, to, node, hash));
}
/** The level of a complete subtree of `size` leaves. Math.log2 need not be exact. */
function levelOf(size) {
    return size === 1 ? 0 : 1 + levelOf(size / 2);
}
/**
 * A NodeReader over the leaf hashes of a whole tree, held in memory. Each subtree is hashed once.
 *
 * Throws a RangeError for a subtree outside the tree.
 */
export function nodesOf(leaves, hash) {
    const known = new Map();
    const node = (level, index) => {
        if (level === 0)
            return leafOf(leaves, index);
        const name = `${level}/${index}`;
        const held = known.get(name) ?? hash.node(node(level - 1, 2 * index), node(level - 1, 2 * index + 1));
        known.set(name, held);
        return held;
    };
    return node;
}
function leafOf(leaves, index) {
    const leaf = leaves[index];
    if (leaf === undefined)
        throw new RangeError(`there is no leaf ${index} in this tree`);
    return leaf;
}
//# sourceMappingURL=subtree.js.map