/** What it takes to open a site. */
export interface SiteSettings {
  /** The folder of the site. */
  readonly home: string;
  /** A PostgreSQL of the site's own (CAVEAT_DATABASE_URL). */
  readonly url?: string | undefined;
  /** The `postgres` program for the one in `home` (CAVEAT_POSTGRES). */
  readonly postgres?: string | undefined;
  /** The socket of a signer that runs under an account of its own (CAVEAT_SIGNER). */
  readonly signer?: string | undefined;
  /** The name of the ledger, chosen at its creation (CAVEAT_ORIGIN); else a fresh one is made up. */
  readonly origin?: string | undefined;
  /** A tlog-policy file with witness lines, each with its URL, and a quorum (CAVEAT_WITNESSES). */
  readonly witnesses?: string | undefined;
  /** Told in a sentence what went wrong and was mended, and what is an alarm. */
  readonly onTrouble?: ((what: string) => void) | undefined;
}
