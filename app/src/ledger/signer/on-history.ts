import { VerificationError, verifyConsistency, type Checkpoint } from "caveat-verifier";
import { LedgerError } from "../ledger-error.ts";
import { TREE } from "../tree.ts";

/**
 * Checks that a checkpoint goes on from the last one. Throws "rollback" for fewer entries, "fork" for
 * another history.
 */
export function requireOnHistory(
  last: Checkpoint,
  next: Checkpoint,
  proof: readonly Uint8Array[],
): void {
  if (next.size < last.size) {
    const what = `a tree of ${next.size} entries was shown after one of ${last.size} was signed`;
    const remedy = "the database is an older copy: bring it forward from the entry bundles";
    throw new LedgerError("rollback", next.origin, what, remedy);
  }
  // Every history begins with nothing: the first proof says nothing and is empty.
  if (last.size === 0 && next.size > 0 && proof.length === 0) return;
  try {
    verifyConsistency(last, next, proof, TREE, `the proof from ${last.size} to ${next.size}`);
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error;
    const isSameSize = next.size === last.size;
    const what = isSameSize
      ? `another tree of ${next.size} entries was signed before`
      : `the tree of ${next.size} entries was not shown to begin with the ${last.size} signed before`;
    const remedy =
      "do not go on: somebody rewrote entries, or two copies of the log were written to";
    throw new LedgerError("fork", next.origin, what, remedy, error);
  }
}
