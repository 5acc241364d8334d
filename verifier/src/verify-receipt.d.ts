import type { Policy } from "./policy.ts";
import type { Sha256 } from "./sha256.ts";
import type { SignedCheckpoint } from "./verify-checkpoint.ts";
/** What a receipt shows of an entry. */
export interface Receipt {
    /** Where the entry stands in the log. */
    readonly index: number;
    readonly checkpoint: SignedCheckpoint;
    /** Data the writer of the receipt added, which nothing authenticates. Never act on it. */
    readonly unauthenticatedExtra?: Uint8Array;
}
export interface ReceiptOptions {
    readonly policy: Policy;
    /** The log the entry should be in; without it any log of the policy will do. */
    readonly origin?: string;
    /** SHA-256 of the platform, where that is faster than ours. */
    readonly hash?: Sha256;
}
/**
 * Checks, offline, that exactly these entry bytes are in the log: the receipt is well formed, its
 * checkpoint satisfies the policy, and its hashes lead from the entry to the checkpoint's root.
 *
 * Rejects with the codes of `parseProof`, `verifyCheckpoint` and `verifyInclusion`.
 */
export declare function verifyReceipt(receipt: Uint8Array, entry: Uint8Array, { policy, origin, hash }: ReceiptOptions, place?: string): Promise<Receipt>;
