import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { LedgerError } from "../../ledger/ledger-error.ts";
import type { SubjectKey } from "../../ledger/seal/subject-keys.ts";

const CIPHER = "aes-256-gcm";
const IV = 12;
const TAG = 16;

/**
 * Encrypts the original bytes of an item under its own key: iv (12) ‖ ciphertext ‖ tag (16), with the
 * item's id and the SHA-256 of the bytes authenticated beside them. Whoever destroys the key has erased
 * the bytes in every copy.
 */
export function encryptItem(key: SubjectKey, sha256: string, bytes: Uint8Array): Uint8Array {
  const iv = randomBytes(IV);
  const cipher = createCipheriv(CIPHER, key.bytes, iv, { authTagLength: TAG });
  cipher.setAAD(boundTo(key.subject, sha256));
  return Buffer.concat([iv, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** The original bytes. Throws "wrong-seal" for anything that `encryptItem` did not make of them. */
export function decryptItem(key: SubjectKey, sha256: string, box: Uint8Array): Uint8Array {
  try {
    const iv = box.subarray(0, IV);
    const decipher = createDecipheriv(CIPHER, key.bytes, iv, { authTagLength: TAG });
    decipher.setAAD(boundTo(key.subject, sha256));
    decipher.setAuthTag(box.subarray(-TAG));
    return Buffer.concat([decipher.update(box.subarray(IV, -TAG)), decipher.final()]);
  } catch (error) {
    const what = "its bytes do not open under its key";
    const remedy = "restore them from a backup";
    throw new LedgerError("wrong-seal", `item ${key.subject}`, what, remedy, error);
  }
}

function boundTo(item: string, sha256: string): Buffer {
  return Buffer.from(`caveat-item@v1\n${item}\n${sha256}\n`);
}
