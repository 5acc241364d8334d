import type { NodeId, NodeReader } from "./subtree.ts";
import type { TreeHash } from "./tree-hash.ts";
/**
 * The inclusion proof of leaf `index` in the tree of `size` leaves (RFC 6962 §2.1.1): the sibling of
 * the leaf first, the child of the root last.
 *
 * Throws a RangeError unless index < size.
 */
export declare function proveInclusion(index: number, size: number, node: NodeReader, hash: TreeHash): Uint8Array[];
/**
 * The proof that the first `older` leaves of the tree of `newer` leaves are the tree of `older` leaves
 * (RFC 6962 §2.1.2). Empty when the sizes are equal.
 *
 * Throws a RangeError unless 0 < older ≤ newer: from an empty tree there is nothing to prove.
 */
export declare function proveConsistency(older: number, newer: number, node: NodeReader, hash: TreeHash): Uint8Array[];
/**
 * The complete subtrees that a proof is made of, so that a store can fetch them in one go:
 * `requiredNodes((node) => proveInclusion(7, size, node, hash))`.
 */
export declare function requiredNodes(prove: (node: NodeReader) => unknown): NodeId[];
