import { createHash } from "node:crypto";
import { treeHash, type TreeHash } from "caveat-verifier";

/** SHA-256 of node:crypto, 32 new bytes. */
function nodeSha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(bytes).digest());
}

/** The tree hashes of every log here (RFC 6962 §2.1). */
export const TREE: TreeHash = treeHash(nodeSha256);
