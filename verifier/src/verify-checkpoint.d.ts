import type { Checkpoint } from "./checkpoint.ts";
import { VerificationError } from "./error.ts";
import type { Policy } from "./policy.ts";
/** A checkpoint that the log signed, and who else vouches for it. */
export interface SignedCheckpoint extends Checkpoint {
    /** The log's keys that signed it, as name+id. */
    readonly signers: readonly string[];
    readonly witnesses: readonly Witnessed[];
    /** Whether the witnesses meet the policy's quorum. */
    readonly isWitnessed: boolean;
}
/** A witness of the policy, by the policy's name for it, and when it signed (POSIX seconds). */
export interface Witnessed {
    readonly name: string;
    readonly time: number;
}
/**
 * Checks a checkpoint note under a policy: one of the policy's logs signed it under its own name, and
 * the witnesses meet the quorum. Each key counts once.
 *
 * @param origin the log the caller asked about; without it any log of the policy will do.
 *
 * Rejects with the codes of `parseNote`, `verifyNote` and `parseCheckpoint`, with "wrong-origin" for
 * another log than `origin`, and with "no-quorum".
 */
export declare function verifyCheckpoint(bytes: Uint8Array, policy: Policy, origin?: string, place?: string): Promise<SignedCheckpoint>;
/** The error for a checkpoint that the log signed and too few witnesses did. */
export declare function notWitnessed(policy: Policy, place: string): VerificationError;
/** As `verifyCheckpoint`, but leaves the quorum to the caller. */
export declare function readCheckpoint(bytes: Uint8Array, policy: Policy, origin: string | undefined, place: string): Promise<SignedCheckpoint>;
