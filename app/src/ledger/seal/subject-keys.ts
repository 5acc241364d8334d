/** A key under which the values about one subject are sealed: 32 bytes, AES-256. */
export interface SubjectKey {
  /** Whom it is about: an opaque id (a UUID), never a name or a number somebody could guess. */
  readonly subject: string;
  readonly bytes: Uint8Array;
}

/**
 * Keeps one key per subject, apart from the database and from its backups: a restored database must
 * not bring back what was erased. What `make` returns is on disk before it returns; what `destroy` was
 * called for can never be read again, nor made anew, after it returns.
 */
export interface SubjectKeys {
  /** The subject's key, made when there is none. Rejects with "erased" after `destroy`. */
  make(subject: string): Promise<SubjectKey>;
  /** The subject's key; undefined when it was never made. Rejects with "erased" after `destroy`. */
  find(subject: string): Promise<SubjectKey | undefined>;
  /** Records that the subject is to be erased and what the entry for it is. The first call wins. */
  announce(subject: string, entry: Uint8Array): Promise<Uint8Array>;
  /** Destroys the key of an announced subject; again is harmless. */
  destroy(subject: string): Promise<void>;
  /** The announced erasures that `settle` was not called for yet: subject and entry bytes. */
  unsettled(): Promise<readonly Announced[]>;
  /** The entry is in the ledger; its bytes need not be kept any longer. */
  settle(subject: string): Promise<void>;
}

export interface Announced {
  readonly subject: string;
  readonly entry: Uint8Array;
}
