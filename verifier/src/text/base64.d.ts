/** Base64 (RFC 4648 §4) of `bytes`, with padding. */
export declare function encodeBase64(bytes: Uint8Array): string;
/**
 * Writes the base64 of `bytes` as ASCII to the start of `out`, which must have room for four bytes
 * per three; allocates nothing. For loops over millions of hashes.
 */
export declare function writeBase64(bytes: Uint8Array, out: Uint8Array): void;
/**
 * The bytes of a base64 text (RFC 4648 §4), or undefined unless the text is exactly what
 * `encodeBase64` writes for them: padding required, no white space, no spare bits set.
 */
export declare function decodeBase64(text: string): Uint8Array | undefined;
