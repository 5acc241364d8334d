/** An offline receipt (tlog-proof v1), parsed and nothing more. */
export interface Proof {
    readonly index: number;
    /** Whatever the writer added. Never authenticated by anything. */
    readonly extra?: Uint8Array;
    /** The inclusion proof, from the leaf's sibling up; 32 bytes each. */
    readonly hashes: readonly Uint8Array[];
    /** The signed checkpoint, verbatim. */
    readonly checkpoint: Uint8Array;
}
/**
 * Reads a `.tlog-proof` file (tlog-proof v1). The bytes are hostile; the checkpoint in it is taken as
 * it stands and read by `verifyReceipt`.
 *
 * Throws "bad-proof" or "too-large" for anything that `formatProof` would not write exactly so.
 */
export declare function parseProof(bytes: Uint8Array, place?: string): Proof;
/** The `.tlog-proof` file of a proof. */
export declare function formatProof({ index, extra, hashes, checkpoint }: Proof): Uint8Array;
