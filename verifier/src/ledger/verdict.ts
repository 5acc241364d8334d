import type { VerificationCode } from "../error.ts";
import type { SignedCheckpoint } from "../verify-checkpoint.ts";
import type { Disclosure } from "./export-line.ts";
import type { ErasedField } from "./erasures.ts";

/** The answer about an exported ledger. */
export type LedgerVerdict =
  /** Every entry is in the tree of the last checkpoint, which satisfies the policy and the pins. */
  | ({ readonly answer: "good" } & Proven)
  /** Good, and some sealed values are gone: committed to, and erased by the entries named. */
  | ({ readonly answer: "erased" } & Proven)
  | Bad;

export interface Proven {
  /** The last checkpoint: origin, size, root, and who signed it. */
  readonly checkpoint: SignedCheckpoint;
  /** How many checkpoints the export has; all of them are on this one history. */
  readonly checkpoints: number;
  readonly sealed: Disclosure;
  /** Values shown that open their commitments. */
  readonly opened: number;
  readonly erased: readonly ErasedField[];
}

/** Not a good ledger. Nothing of the export was believed. */
export interface Bad {
  readonly answer: "bad";
  readonly code: VerificationCode;
  /**
   * The first entry that is not believed; the number of entries when all of them stand and what
   * follows does not. For damage to an entry or to what is said of its sealed fields, that entry. For a
   * checkpoint that does not hold, the first entry that no earlier checkpoint covers; for one in the
   * wrong place, the first entry that is missing before it or beyond it. For another history than the
   * pinned one, the first entry after the last pin that agreed.
   */
  readonly index: number;
  /** How many entries, from the first, a checkpoint that satisfies the policy had covered by then. */
  readonly covered: number;
  /** One sentence: what is wrong, where, and that nothing was believed. */
  readonly message: string;
}
