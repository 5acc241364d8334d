/** What a signer last vouched for, and with which keys it signs. */
export interface SignerState {
  readonly size: number;
  readonly root: Uint8Array;
  /** In the text form of signed-note; two while keys rotate, the older first. */
  readonly keys: readonly string[];
}

/** A log that a signer signs for, and the size it vouched for last. */
export interface VouchedLog {
  readonly origin: string;
  readonly size: number;
}

export interface SignRequest {
  readonly size: number;
  readonly root: Uint8Array;
  /** The consistency proof from the signer's own state; empty from a state of 0 entries. */
  readonly proof: readonly Uint8Array[];
}

/** The entry that announces a change of keys, and the proof that it is in the tree last signed. */
export interface EnteredRotation {
  readonly entry: Uint8Array;
  readonly index: number;
  readonly proof: readonly Uint8Array[];
}

/**
 * Signs the checkpoints of one log. Duty: what it vouched for is on disk before a signature leaves,
 * apart from the log's database and never restored with it.
 */
export interface LogSigner {
  state(): Promise<SignerState>;
  /**
   * The signature lines of the checkpoint, one for each key. Rejects with "fork" or "rollback", and
   * then signed nothing. The same checkpoint again is signed again.
   */
  sign(request: SignRequest): Promise<readonly string[]>;
  /** Makes the next key, from now on signs with both, and gives the next one's text form. Again: same. */
  rotate(): Promise<string>;
  /** Signs with the next key only. Rejects unless the rotation entry is in the tree last signed. */
  retire(entered: EnteredRotation): Promise<void>;
}
