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
  /** The subject's key, made when there is none. Rejects with "erased" after `announce`. */
  make(subject: string): Promise<SubjectKey>;
  /** The subject's key; undefined when it was never made. Rejects with "erased" after `announce`. */
  find(subject: string): Promise<SubjectKey | undefined>;
  /**
   * Records that the subject is to be erased, and who asked for it; from here on its key is not handed
   * out any more. The first call wins; resolves to the request that counts. Rejects with "erased" when
   * that was completed.
   */
  announce(subject: string, request: Uint8Array): Promise<Uint8Array>;
  /** Destroys the key of an announced subject; again is harmless. */
  destroy(subject: string): Promise<void>;
  /** The erasure is completed; again is harmless. */
  settle(subject: string): Promise<void>;
  /** Every erasure that was announced, completed or not. */
  erasures(): Promise<readonly Announced[]>;
}

export interface Announced {
  readonly subject: string;
  readonly isSettled: boolean;
  readonly request: Uint8Array;
}
