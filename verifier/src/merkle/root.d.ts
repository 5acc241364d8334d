import type { TreeHash } from "./tree-hash.ts";
/** The root of the tree with these leaf hashes (RFC 6962 §2.1); SHA-256 of nothing for no leaves. */
export declare function rootOf(leaves: readonly Uint8Array[], hash: TreeHash): Uint8Array;
