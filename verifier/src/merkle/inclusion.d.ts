import type { TreeHash } from "./tree-hash.ts";
/** The claim that a leaf is at an index of the tree with a size and a root. */
export interface Inclusion {
    readonly index: number;
    readonly size: number;
    /** The hash of the leaf, not the entry. */
    readonly leaf: Uint8Array;
    readonly root: Uint8Array;
    /** From the leaf's sibling up. Hostile, like all the rest of this claim. */
    readonly proof: readonly Uint8Array[];
}
/**
 * Checks an inclusion proof (RFC 6962 §2.1.1); gives nothing back. All sizes up to 2^53 - 1.
 *
 * Throws "bad-proof" when index, size and length of the proof do not fit together, "wrong-proof" when
 * it does not lead to the root.
 */
export declare function verifyInclusion(claim: Inclusion, hash: TreeHash, place?: string): void;
/** The hash of a proof at a place where its shape demands one. Throws "bad-proof" otherwise. */
export declare function hashAt(proof: readonly Uint8Array[], at: number, place: string): Uint8Array;
/** The hash itself. Throws "bad-proof" when it is missing or not 32 bytes long. */
export declare function requireHash(node: Uint8Array | undefined, what: string, place: string): Uint8Array;
/** Throws "bad-proof" when a proof has more hashes than its shape uses. */
export declare function requireUsed(proof: readonly Uint8Array[], used: number, place: string): void;
/** Whether a number can be a count or an index: an integer from 0 to 2^53 - 1. */
export declare function isCount(value: number): boolean;
