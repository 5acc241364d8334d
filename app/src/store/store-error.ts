import { ExplainedError } from "../core/explained-error.ts";

/** Why the store did not do what was asked; a closed set, so callers branch on the code. */
export type StoreErrorCode =
  /** No PostgreSQL that this account can run, or none of the version the data need. */
  | "no-server"
  /** The folder of the database is in use by, or was made by, somebody else. */
  | "foreign-database"
  /** The server may lose what it has acknowledged: fsync or the like is off. */
  | "unsafe-database"
  /** The database does not start, or cannot be reached. */
  | "database-down"
  /** The connection broke while a commit was on its way: it may have happened or not. */
  | "commit-unknown"
  /** Another transaction got in between, again and again. */
  | "busy"
  /** A migration file is not the one that was applied. */
  | "changed-migration"
  /** The database was migrated by a later version of this program. */
  | "newer-database"
  /** A restore into the database was cut short, so what it holds is not to be used. */
  | "unfinished-restore"
  /** The database holds data already, and only an empty one will do. */
  | "not-empty"
  /** The database lacks the roles this program works under, or the login may not take them. */
  | "missing-role"
  /** What is stored is not what was put there. */
  | "damaged-content";

/** What went wrong in the store. */
export class StoreError extends ExplainedError {
  readonly code: StoreErrorCode;

  constructor(
    code: StoreErrorCode,
    place: string,
    problem: string,
    remedy: string,
    cause?: unknown,
  ) {
    super(place, problem, remedy, cause);
    this.name = "StoreError";
    this.code = code;
  }
}

/** The outcome of a transaction is not known; `id` is the caller's own name for what it wrote. */
export class CommitUnknown extends StoreError {
  /** What to look for: there if the transaction was committed. */
  readonly id: string;

  constructor(id: string, cause?: unknown) {
    super(
      "commit-unknown",
      `transaction ${id}`,
      "the connection broke while it was being committed, so it is not known whether it was",
      "look for what it wrote under that id, or run it again under the same id",
      cause,
    );
    this.name = "CommitUnknown";
    this.id = id;
  }
}
