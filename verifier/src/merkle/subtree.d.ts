import type { TreeHash } from "./tree-hash.ts";
/**
 * Gives the hash of the complete subtree of 2^level leaves that is the index-th of its kind from the
 * left (the coordinates of tlog-tiles, for every level). Called only for subtrees within the tree.
 */
export type NodeReader = (level: number, index: number) => Uint8Array;
/** One complete subtree, in the coordinates of a NodeReader. */
export interface NodeId {
    readonly level: number;
    readonly index: number;
}
/** The largest power of two below `size`, the split of RFC 6962 §2.1. `size` is at least 2. */
export declare function splitOf(size: number): number;
/**
 * MTH(D[from:to]) of RFC 6962 §2.1 for a range that the recursions of §2.1.1 and §2.1.2 reach, that
 * is one whose start is a multiple of the largest power of two not above its length.
 */
export declare function rangeHash(from: number, to: number, node: NodeReader, hash: TreeHash): Uint8Array;
/**
 * A NodeReader over the leaf hashes of a whole tree, held in memory. Each subtree is hashed once.
 *
 * Throws a RangeError for a subtree outside the tree.
 */
export declare function nodesOf(leaves: readonly Uint8Array[], hash: TreeHash): NodeReader;
