import type { Answer } from "./answer.ts";
import type { Arguments, Form } from "./arguments.ts";
import type { Terminal } from "./terminal.ts";

/** One thing that can be checked. */
export interface Command extends Form {
  /** A page one can learn from. */
  readonly help: string;
  /**
   * Rejects with a VerificationError for what was refused, and with a UsageError where nothing was
   * checked.
   */
  check(given: Arguments, terminal: Terminal): Promise<Answer>;
}
