/** Signature types of signed-note that this package checks, by their identifier byte. */
export declare const ED25519 = 1;
/** A timestamped Ed25519 cosignature (tlog-cosignature), the kind a witness makes. */
export declare const COSIGNATURE = 4;
export type KeyType = typeof ED25519 | typeof COSIGNATURE;
/** A public key that a reader of notes knows. */
export interface VerifierKey {
    readonly name: string;
    /** Eight lower-case hex digits. Short, so an identifier only: the key itself decides. */
    readonly id: string;
    readonly type: KeyType;
    /** 32 bytes (RFC 8032). */
    readonly publicKey: Uint8Array;
}
/**
 * Reads a verifier key in its text form, name+id+base64(type ‖ key) (signed-note, Verifier keys).
 *
 * Throws "bad-key" for anything that `formatKey` would not write exactly so, and for signature types
 * other than 0x01 and 0x04.
 */
export declare function parseKey(text: string, place?: string): VerifierKey;
/**
 * The key with a name, a type and 32 public bytes; its id is computed.
 *
 * Throws "bad-key" for a name that cannot be one or a key of another length.
 */
export declare function keyOf(name: string, type: KeyType, publicKey: Uint8Array, place?: string): VerifierKey;
/** The text form that `parseKey` reads. */
export declare function formatKey(key: VerifierKey): string;
/** SHA-256(name ‖ 0x0A ‖ type ‖ public key)[:4] in hex (signed-note, Signatures). */
export declare function keyId(name: string, type: number, publicKey: Uint8Array): string;
