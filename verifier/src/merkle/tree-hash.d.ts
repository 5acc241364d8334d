import type { Sha256 } from "../sha256.ts";
/** The hashes of a Merkle tree (RFC 6962 §2.1). Every hash is 32 new bytes. */
export interface TreeHash {
    /** SHA-256(0x00 ‖ entry): the hash of a leaf. */
    leaf(entry: Uint8Array): Uint8Array;
    /** SHA-256(0x01 ‖ left ‖ right): the hash of two neighbours. A RangeError unless both are 32 bytes. */
    node(left: Uint8Array, right: Uint8Array): Uint8Array;
    /** SHA-256 of nothing: the root of a tree without leaves. */
    empty(): Uint8Array;
}
/**
 * The tree hashes over a SHA-256 of the caller's choice, or over this package's own.
 *
 * Throws a TypeError when the function handed in is not SHA-256.
 */
export declare function treeHash(hash?: Sha256): TreeHash;
