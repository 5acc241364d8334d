import { hash } from "node:crypto";
import { treeHash, type TreeHash } from "caveat-verifier";

/** SHA-256 of node:crypto, 32 new bytes. */
function nodeSha256(bytes: Uint8Array): Uint8Array {
  const { buffer, byteOffset, byteLength } = hash("sha256", bytes, "buffer");
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** The tree hashes of every log here (RFC 6962 §2.1). */
export const TREE: TreeHash = treeHash(nodeSha256);
