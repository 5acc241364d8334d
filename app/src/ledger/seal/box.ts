import { createCipheriv, createDecipheriv } from "node:crypto";
import { commit, verifyCommitment, VerificationError, type Opening } from "caveat-verifier";
import { LedgerError } from "../ledger-error.ts";
import type { SubjectKey } from "./subject-keys.ts";
import type { Random } from "./key-directory.ts";

const CIPHER = "aes-256-gcm";
const IV = 12;
const TAG = 16;
const NONCE = 32;

/** A personal value, sealed: kept beside the ledger, of use only with the subject's key. */
export interface SealedValue {
  /** The id of the entry that commits to it. */
  readonly entry: string;
  /** The name under which the entry commits to it. */
  readonly field: string;
  readonly subject: string;
  readonly commitment: string;
  /** iv (12) ‖ ciphertext of nonce (32) and value ‖ tag (16). */
  readonly box: Uint8Array;
}

/** Where a value stands. */
export interface Place {
  readonly entry: string;
  readonly field: string;
}

/**
 * Commits to a value with a fresh nonce and seals both under the subject's key (trust.md §1.4). The
 * place and the commitment are authenticated with it, so a box moved elsewhere does not open.
 */
export function sealValue(
  key: SubjectKey,
  { entry, field }: Place,
  value: Uint8Array,
  random: Random,
): SealedValue {
  const nonce = new Uint8Array(random(NONCE));
  const commitment = commit({ nonce, value });
  const iv = random(IV);
  const cipher = createCipheriv(CIPHER, key.bytes, iv, { authTagLength: TAG });
  cipher.setAAD(boundTo(entry, field, commitment));
  const body = Buffer.concat([cipher.update(nonce), cipher.update(value), cipher.final()]);
  const box = new Uint8Array(Buffer.concat([iv, body, cipher.getAuthTag()]));
  return { entry, field, subject: key.subject, commitment, box };
}

/**
 * Opens a sealed value and checks it against the commitment, which alone counts: GCM binds no key.
 *
 * Throws "wrong-seal" when it does not open or opens to something else.
 */
export function openValue(key: SubjectKey, sealed: SealedValue): Opening {
  const { entry, field, commitment, box } = sealed;
  const plain = decrypt(key, sealed);
  if (plain === undefined || plain.length < NONCE || box.length < IV + NONCE + TAG) {
    throw wrong(sealed, "it does not open under the subject's key");
  }
  const opening = {
    nonce: new Uint8Array(plain.subarray(0, NONCE)),
    value: new Uint8Array(plain.subarray(NONCE)),
  };
  try {
    verifyCommitment(commitment, opening, `field ${field} of entry ${entry}`);
  } catch (error) {
    if (error instanceof VerificationError) throw wrong(sealed, error.problem);
    throw error;
  }
  return opening;
}

function decrypt(key: SubjectKey, sealed: SealedValue): Buffer | undefined {
  const { entry, field, commitment, box } = sealed;
  if (box.length < IV + TAG) return undefined;
  const decipher = createDecipheriv(CIPHER, key.bytes, box.subarray(0, IV), { authTagLength: TAG });
  decipher.setAAD(boundTo(entry, field, commitment));
  decipher.setAuthTag(box.subarray(-TAG));
  try {
    return Buffer.concat([decipher.update(box.subarray(IV, -TAG)), decipher.final()]);
  } catch {
    return undefined;
  }
}

function boundTo(entry: string, field: string, commitment: string): Buffer {
  return Buffer.from(`caveat-seal@v1\n${entry}\n${field}\n${commitment}\n`);
}

function wrong({ entry, field }: Place, problem: string): LedgerError {
  const where = `field ${field} of entry ${entry}`;
  return new LedgerError("wrong-seal", where, problem, "restore the sealed value from a backup");
}
