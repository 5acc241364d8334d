import { treeHash } from "caveat-verifier";
import type { TreeHash } from "caveat-verifier";
import { nodeSha256 } from "caveat-verifier/command";

/** The tree hashes of every log here (RFC 6962 §2.1). */
export const TREE: TreeHash = treeHash(nodeSha256);
