/**
 * An error that a person can act on: its message says in one sentence what is wrong, where, and what
 * to do. Nothing was changed when it is thrown. Misuse by our own code throws a plain Error instead.
 */
export abstract class ExplainedError extends Error {
  /** From a closed set of each kind, so that callers branch on it and never on the text. */
  abstract readonly code: string;
  /** File with line or field, folder, log, database: "case.yaml:12", "the database in ~/caveat/db". */
  readonly place: string;
  /** What the reader of the message can do about it. */
  readonly remedy: string;

  constructor(place: string, problem: string, remedy: string, cause?: unknown) {
    super(`${place}: ${problem}; ${remedy}`, cause === undefined ? {} : { cause });
    this.place = place;
    this.remedy = remedy;
  }
}
