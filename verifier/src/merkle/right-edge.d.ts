import type { TreeHash } from "./tree-hash.ts";
/** Told of each complete subtree at the moment its last leaf arrives, leaves (level 0) included. */
export type NodeListener = (level: number, index: number, hash: Uint8Array) => void;
/**
 * A tree that only grows, held as the hashes of the complete subtrees at its right edge: one for each
 * bit set in its size, so at most 53. Enough to add leaves and to know the root of every size passed.
 */
export declare class RightEdge {
    #private;
    /**
     * An empty tree, or one of `size` leaves from the hashes that `hashes()` gave for it.
     *
     * Throws a RangeError when their number does not fit the size.
     */
    constructor(hash: TreeHash, size?: number, hashes?: readonly Uint8Array[]);
    /** The number of leaves. */
    get size(): number;
    /** Adds one leaf hash at the right; `listen` hears of every subtree that this completes. */
    append(leaf: Uint8Array, listen?: NodeListener): void;
    /** The root of the tree as it is now (RFC 6962 §2.1). */
    root(): Uint8Array;
    /** The hashes at the edge, the largest subtree first: what a store keeps to go on from here. */
    hashes(): readonly Uint8Array[];
}
