import { createCipheriv, createDecipheriv, createHash, createSecretKey } from "node:crypto";
import type { Opening } from "caveat-verifier";
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

/** A value with the nonce under which it is committed to, and the commitment. */
export interface Committed extends Opening {
  readonly commitment: string;
}

/** Commits to a value with a fresh nonce (trust.md §1.4). */
export function commitTo(value: Uint8Array, random: Random): Committed {
  const nonce = new Uint8Array(random(NONCE));
  return { nonce, value, commitment: commit({ nonce, value }) };
}

/**
 * Seals a value and its nonce under the subject's key. The place and the commitment are authenticated
 * with them, so a box moved elsewhere does not open.
 */
export function sealValue(
  key: SubjectKey,
  { entry, field }: Place,
  { nonce, value, commitment }: Committed,
  random: Random,
): SealedValue {
  const iv = random(IV);
  const secret = createSecretKey(key.bytes);
  const cipher = createCipheriv(CIPHER, secret, iv, { authTagLength: TAG });
  cipher.setAAD(boundTo(entry, field, commitment));
  const body = [iv, cipher.update(nonce), cipher.update(value), cipher.final()];
  const box = new Uint8Array(Buffer.concat([...body, cipher.getAuthTag()]));
  return { entry, field, subject: key.subject, commitment, box };
}

/**
 * Opens a sealed value and checks it against the commitment, which alone counts: GCM binds no key.
 *
 * Throws "wrong-seal" when it does not open or opens to something else.
 */
export function openValue(key: SubjectKey, sealed: SealedValue): Opening {
  const plain = decrypt(key, sealed);
  if (plain === undefined || plain.length < NONCE || sealed.box.length < IV + NONCE + TAG) {
    throw wrong(sealed, "it does not open under the subject's key");
  }
  const opening = {
    nonce: new Uint8Array(plain.subarray(0, NONCE)),
    value: new Uint8Array(plain.subarray(NONCE)),
  };
  if (commit(opening) === sealed.commitment) return opening;
  throw wrong(sealed, "the nonce and the value are not those committed to");
}

/** The commitment as the verifier's `commit` makes it, in the machine's own code: values are long. */
function commit({ nonce, value }: Opening): string {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(value.length);
  return createHash("sha256").update(nonce).update(length).update(value).digest("base64");
}

function decrypt(key: SubjectKey, sealed: SealedValue): Buffer | undefined {
  const { entry, field, commitment, box } = sealed;
  if (box.length < IV + TAG) return undefined;
  const secret = createSecretKey(key.bytes);
  const decipher = createDecipheriv(CIPHER, secret, box.subarray(0, IV), { authTagLength: TAG });
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
