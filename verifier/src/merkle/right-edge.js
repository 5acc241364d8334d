/**
 * A tree that only grows, held as the hashes of the complete subtrees at its right edge: one for each
 * bit set in its size, so at most 53. Enough to add leaves and to know the root of every size passed.
 */
export class RightEdge {
    #hash;
    /** By level; an entry is meaningful only where that bit of the size is set. */
    #nodes;
    #size;
    /**
     * An empty tree, or one of `size` leaves from the hashes that `hashes()` gave for it.
     *
     * Throws a RangeError when their number does not fit the size.
     */
    constructor(hash, size = 0, hashes = []) {
        const levels = levelsOf(size);
        if (levels.length !== hashes.length) {
            throw new RangeError(`a tree of ${size} leaves has ${levels.length} hashes at its edge`);
        }
        this.#hash = hash;
        this.#size = size;
        this.#nodes = [];
        hashes.forEach((node, at) => (this.#nodes[levels[at] ?? 0] = node));
    }
    /** The number of leaves. */
    get size() {
        return this.#size;
    }
    /** Adds one leaf hash at the right; `listen` hears of every subtree that this completes. */
    append(leaf, listen) {
        let level = 0;
        let index = this.#size;
        let node = leaf;
        listen?.(level, index, node);
        while (index % 2 === 1) {
            node = this.#hash.node(this.#at(level), node);
            level += 1;
            index = (index - 1) / 2;
            listen?.(level, index, node);
        }
        this.#nodes[level] = node;
        this.#size += 1;
    }
    /** The root of the tree as it is now (RFC 6962 §2.1). */
    root() {
        const [last, ...larger] = this.hashes().toReversed();
        if (last === undefined)
            return this.#hash.empty();
        return larger.reduce((right, left) => this.#hash.node(left, right), last);
    }
    /** The hashes at the edge, the largest subtree first: what a store keeps to go on from here. */
    hashes() {
        return levelsOf(this.#size).map((level) => this.#at(level));
    }
    #at(level) {
        const node = this.#nodes[level];
        if (node === undefined)
            throw new RangeError(`this tree has no subtree at level ${level}`);
        return node;
    }
}
/** The levels of the complete subtrees at the edge of a tree of `size` leaves, the largest first. */
function levelsOf(size) {
    if (!Number.isSafeInteger(size) || size < 0) {
        throw new RangeError(`${size} is not a count of leaves`);
    }
    const levels = [];
    for (let rest = size, level = 0; rest > 0; rest = Math.floor(rest / 2), level += 1) {
        if (rest % 2 === 1)
            levels.unshift(level);
    }
    return levels;
}
//# sourceMappingURL=right-edge.js.map