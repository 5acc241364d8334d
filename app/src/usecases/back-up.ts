// Copying what a site remembers, and bringing it back. Declared here, by the consumer; `site/backup`
// fills it.

/** Told meanwhile. */
export interface Watch {
  /** How far a step is; what is counted differs: "rows copied", "bytes checked". */
  readonly progress: (what: string, done: number, total: number) => void;
  /** Told in a sentence what went wrong and was mended, and what is an alarm. */
  readonly onTrouble: (what: string) => void;
}

/** What a backup holds. */
export interface BackupSummary {
  /** When its data were true: UTC with milliseconds. */
  readonly at: string;
  readonly rows: number;
  readonly files: number;
  /** Of all its files. */
  readonly bytes: number;
  readonly logs: readonly BackupLogSummary[];
}

export interface BackupLogSummary {
  readonly origin: string;
  readonly entries: number;
  /** How many of them the newest checkpoint covers. */
  readonly signed: number;
}

/** How a log in the database stands to what the signer vouched for. */
export interface LogStanding {
  readonly origin: string;
  /** Entries in the database. */
  readonly size: number;
  /** Entries that the signer vouched for; 0 for a log that it does not know. */
  readonly vouched: number;
  /**
   * "current": it may be used. "behind": entries are missing, and every start refuses the database.
   * "unknown": this signer never signed for the log, and every start refuses it too.
   */
  readonly state: "current" | "behind" | "unknown";
}

/** What came of a restore. */
export interface Restored {
  readonly logs: readonly LogStanding[];
  /** Entries that were brought forward from tiles. */
  readonly added: number;
}

/** Makes and reads backups of a site. */
export interface Backups {
  /**
   * Writes a backup into a new folder, and checks it before it gets its name. The site may be written
   * to meanwhile. Throws a Refusal where something is under that name, or where there is no site.
   */
  write(folder: string, watch: Watch): Promise<BackupSummary>;
  /** Reads and checks a backup, and touches nothing. Throws a Refusal for a damaged one. */
  check(folder: string, watch: Watch): Promise<BackupSummary>;
  /**
   * Brings a backup back into a database without data. A database that is behind the signer afterwards
   * stays, and is refused by every start until it is brought forward.
   */
  restore(folder: string, watch: Watch): Promise<Restored>;
  /**
   * Brings a restored database forward to what the signer vouched for, from the bundles in a folder of
   * tiles.
   */
  bringForward(tiles: string, watch: Watch): Promise<Restored>;
}
