import type { VerifierKey } from "./key.ts";
/** What a good signature establishes beside the text. */
export interface Signed {
    /** POSIX seconds, in a cosignature only: the witness saw the log at this size at this time. */
    readonly time?: number;
}
/**
 * Checks one signature over the text of a note: Ed25519 (signed-note) or a timestamped cosignature
 * (tlog-cosignature v1.0.1), by the type of the key. Resolves to undefined when it does not fit.
 *
 * Rejects with a plain Error when the platform has no Ed25519 in WebCrypto: that is not an answer
 * about the signature.
 */
export declare function verifySignature(key: VerifierKey, text: string, signature: Uint8Array): Promise<Signed | undefined>;
/** What a witness signs: the text of a checkpoint and the time, POSIX seconds (tlog-cosignature). */
export declare function cosignedMessage(time: number, text: string): Uint8Array;
/** The note signature of a cosignature: the time in eight bytes, big-endian, then the 64 signed. */
export declare function joinCosignature(time: number, signature: Uint8Array): Uint8Array;
