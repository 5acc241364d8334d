import { verifyInclusion } from "./merkle/inclusion.ts";
import { treeHash } from "./merkle/tree-hash.ts";
import type { Policy } from "./policy.ts";
import { parseProof } from "./proof.ts";
import type { Sha256 } from "./sha256.ts";
import { verifyCheckpoint } from "./verify-checkpoint.ts";
import type { SignedCheckpoint } from "./verify-checkpoint.ts";

/** What a receipt shows of an entry. */
export interface Receipt {
  /** Where the entry stands in the log. */
  readonly index: number;
  readonly checkpoint: SignedCheckpoint;
  /** Data the writer of the receipt added, which nothing authenticates. Never act on it. */
  readonly unauthenticatedExtra?: Uint8Array;
}

export interface ReceiptOptions {
  readonly policy: Policy;
  /** The log the entry should be in; without it any log of the policy will do. */
  readonly origin?: string;
  /** SHA-256 of the platform, where that is faster than ours. */
  readonly hash?: Sha256;
}

/**
 * Checks, offline, that exactly these entry bytes are in the log: the receipt is well formed, its
 * checkpoint satisfies the policy, and its hashes lead from the entry to the checkpoint's root.
 *
 * Rejects with the codes of `parseProof`, `verifyCheckpoint` and `verifyInclusion`.
 */
export async function verifyReceipt(
  receipt: Uint8Array,
  entry: Uint8Array,
  { policy, origin, hash }: ReceiptOptions,
  place = "receipt",
): Promise<Receipt> {
  const { index, extra, hashes, checkpoint } = parseProof(receipt, place);
  const signed = await verifyCheckpoint(checkpoint, policy, origin, `the checkpoint of ${place}`);
  const tree = treeHash(hash);
  const { size, root } = signed;
  verifyInclusion({ index, size, root, leaf: tree.leaf(entry), proof: hashes }, tree, place);
  return {
    index,
    checkpoint: signed,
    ...(extra === undefined ? {} : { unauthenticatedExtra: extra }),
  };
}
