/** What opens a commitment. Kept beside the ledger, encrypted; never in it. */
export interface Opening {
    /** 32 random bytes, used once: without them a name or a number could be guessed from its hash. */
    readonly nonce: Uint8Array;
    readonly value: Uint8Array;
}
/**
 * The salted commitment that stands in an entry for a personal value, in base64: SHA-256(nonce ‖
 * length of the value in four bytes, big-endian ‖ value).
 *
 * Throws a RangeError for a nonce that is not 32 bytes.
 */
export declare function commit({ nonce, value }: Opening): string;
/** Whether a text can be a commitment: the base64 of 32 bytes in its only form. */
export declare function isCommitment(text: string): boolean;
/** Checks that nonce and value are those committed to. Throws "wrong-commitment" otherwise. */
export declare function verifyCommitment(commitment: string, opening: Opening, place?: string): void;
