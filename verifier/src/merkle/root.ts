import { rangeHash, nodesOf } from "./subtree.ts";
import type { TreeHash } from "./tree-hash.ts";

/** The root of the tree with these leaf hashes (RFC 6962 §2.1); SHA-256 of nothing for no leaves. */
export function rootOf(leaves: readonly Uint8Array[], hash: TreeHash): Uint8Array {
  if (leaves.length === 0) return hash.empty();
  return rangeHash(0, leaves.length, nodesOf(leaves, hash), hash);
}
