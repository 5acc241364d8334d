/**
 * SHA-256 of the bytes, as 32 new bytes. A port: callers on node hand in node:crypto, which is faster
 * for long inputs; without one this package uses its own `sha256`.
 */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;
/**
 * SHA-256 (FIPS 180-4) in plain synchronous code. WebCrypto's digest is asynchronous, and waiting
 * for it costs ten times more than hashing a leaf; a tree of a million leaves needs two million.
 */
export declare const sha256: Sha256;
