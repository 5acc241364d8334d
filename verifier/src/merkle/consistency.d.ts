import type { TreeHash } from "./tree-hash.ts";
/** The size and the root of a tree. */
export interface TreeHead {
    readonly size: number;
    readonly root: Uint8Array;
}
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
export declare function verifyConsistency(older: TreeHead, newer: TreeHead, proof: readonly Uint8Array[], hash: TreeHash, place?: string): void;
