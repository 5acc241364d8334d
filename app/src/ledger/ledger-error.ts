import { ExplainedError } from "../core/explained-error.ts";

/** Why the ledger refused; a closed set, so callers branch on the code and never on the text. */
export type LedgerErrorCode =
  /** The log was never created here. */
  | "no-log"
  /** Something is created that is there already. */
  | "exists"
  /** An entry's id was used before for other bytes. */
  | "id-reused"
  /** Another sequencer was faster; nothing was written. Run the step again. */
  | "lost-race"
  /** What is stored does not fit together. */
  | "broken-log"
  /** A file of state, keys or tiles is not what was written there. */
  | "broken-file"
  /** Two histories: the new tree does not begin with the one signed before. */
  | "fork"
  /** An older state than the one signed before: a restored copy. */
  | "rollback"
  /** A request that is not one. */
  | "bad-request"
  /** The other process does not answer. */
  | "unreachable"
  /** The other process answered, and said no. */
  | "refused"
  /** Another process holds this directory. */
  | "in-use"
  /** The subject's key was destroyed. */
  | "erased"
  /** There is no key under this name. */
  | "no-key"
  /** A sealed value does not open, or opens to something else than was committed to. */
  | "wrong-seal";

/** The ledger refused. Nothing was written or signed when this is thrown. */
export class LedgerError extends ExplainedError {
  readonly code: LedgerErrorCode;

  constructor(
    code: LedgerErrorCode,
    place: string,
    problem: string,
    remedy: string,
    cause?: unknown,
  ) {
    super(place, problem, remedy, cause);
    this.name = "LedgerError";
    this.code = code;
  }
}
