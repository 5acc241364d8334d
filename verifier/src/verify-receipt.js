import { verifyInclusion } from "./merkle/inclusion.js";
import { treeHash } from "./merkle/tree-hash.js";
import { parseProof } from "./proof.js";
import { verifyCheckpoint } from "./verify-checkpoint.js";
/**
 * Checks, offline, that exactly these entry bytes are in the log: the receipt is well formed, its
 * checkpoint satisfies the policy, and its hashes lead from the entry to the checkpoint's root.
 *
 * Rejects with the codes of `parseProof`, `verifyCheckpoint` and `verifyInclusion`.
 */
export async function verifyReceipt(receipt, entry, { policy, origin, hash }, place = "receipt") {
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
//# sourceMappingURL=verify-receipt.js.map