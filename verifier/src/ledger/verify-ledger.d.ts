import type { Checkpoint } from "../checkpoint.ts";
import type { Policy } from "../policy.ts";
import type { Sha256 } from "../sha256.ts";
import type { LedgerVerdict } from "./verdict.ts";
export interface LedgerOptions {
    readonly policy: Policy;
    /** The log that the export should be of; without it any log of the policy will do. */
    readonly origin?: string;
    /** Checkpoints kept from earlier: an older or another history than theirs is bad. */
    readonly pinned?: readonly Checkpoint[];
    /** SHA-256 of the platform, where that is faster than ours. */
    readonly hash?: Sha256;
    /** Told the number of entries read, now and then. */
    readonly progress?: (entries: number) => void;
}
/** An export in one piece or in pieces: a file, a response body. Hostile. */
export type LedgerSource = Uint8Array | AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
/**
 * Checks an exported ledger from its first byte to its last, holding neither it nor its tree: every
 * entry is canonical and hashes to its leaf, in order; the leaves lead to the root of every checkpoint;
 * every checkpoint is signed by the log, and the last satisfies the policy; every sealed value shown
 * opens its commitment, every one that is gone is erased by an entry that says so; the pinned
 * checkpoints lie on this history. The form is described in the README of this package.
 *
 * Resolves to a verdict for every input. Rejects only with what reading the source rejects with, with
 * a plain Error on a platform without Ed25519, and with a TypeError for a hash that is not SHA-256.
 */
export declare function verifyLedger(source: LedgerSource, options: LedgerOptions, place?: string): Promise<LedgerVerdict>;
