import type { KeyType, VerifierKey } from "./key.ts";
/** A private key and the public one that follows from it. */
export interface SignerKey {
    readonly verifier: VerifierKey;
    /** The 32 secret bytes of RFC 8032. */
    readonly seed: Uint8Array;
}
/**
 * Reads a signer key in the text form of Go's note package, PRIVATE+KEY+name+id+base64(type ‖ seed),
 * and derives its public key.
 *
 * Rejects with "bad-key" for anything that `formatSignerKey` would not write exactly so. The message
 * never repeats the text.
 */
export declare function readSignerKey(text: string, place?: string): Promise<SignerKey>;
/** The signer key with a name, a type and 32 secret bytes. Rejects with "bad-key" as `keyOf` throws. */
export declare function signerKeyOf(name: string, type: KeyType, seed: Uint8Array, place?: string): Promise<SignerKey>;
/** The text form that `readSignerKey` reads. Secret. */
export declare function formatSignerKey(key: SignerKey): string;
