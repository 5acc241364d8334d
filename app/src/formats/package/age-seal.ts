import { createPrivateKey, sign } from "node:crypto";
import { Encrypter } from "age-encryption";
import { formatNote, readSignerKey, type SignerKey } from "caveat-verifier";
import { Refusal } from "../../core/refusal.ts";
import { writeContainer, type PackedFile } from "./container.ts";
import { sha256Hex, writeLabel } from "./label.ts";
import type { LabelDraft } from "./sealed.ts";

/** With which keys a package in age is signed and encrypted. */
export interface AgeSealing {
  readonly kind: "age";
  /** A signer key in text (signed-note, PRIVATE+KEY+…). */
  readonly signWith: string;
  /** Recipients of one partner, "age1…". */
  readonly encryptTo: readonly string[];
}

export const SIGNATURE = "signature.note";

/**
 * Signs and encrypts as an age file (age-encryption.org/v1). age has no signatures: a signed note over
 * the label's hash lies inside, and the label has the hash of every file and the recipients.
 *
 * Rejects with a Refusal "bad-key" for a recipient that is none, and a VerificationError "bad-key" for a
 * signer key that is none.
 */
export async function sealAge(
  draft: LabelDraft,
  files: readonly PackedFile[],
  { signWith, encryptTo }: AgeSealing,
): Promise<Uint8Array> {
  if (encryptTo.length === 0) throw badRecipient("there is none to encrypt to");
  const label = writeLabel({ ...draft, sealedFor: encryptTo });
  const signature = signatureOf(label, await readSignerKey(signWith, "the key to sign with"));
  const encrypter = new Encrypter();
  try {
    for (const recipient of encryptTo) encrypter.addRecipient(recipient);
  } catch {
    throw badRecipient("it is no age recipient");
  }
  return encrypter.encrypt(writeContainer([label, signature, ...files]));
}

/** What stands before a raw Ed25519 seed in PKCS #8 (RFC 8410 section 7). */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

/** What is signed of a label. No checkpoint looks like it: its second line is no number. */
export function signedText({ bytes }: PackedFile): string {
  return `caveat-package/1\n${sha256Hex(bytes)}\n`;
}

function signatureOf(label: PackedFile, { seed, verifier }: SignerKey): PackedFile {
  const text = signedText(label);
  const key = createPrivateKey({
    key: Buffer.concat([PKCS8, seed]),
    format: "der",
    type: "pkcs8",
  });
  const signature = sign(null, Buffer.from(text), key);
  const { name, id } = verifier;
  const note = formatNote({ text, signatures: [{ name, keyId: id, signature }] });
  return { name: SIGNATURE, bytes: Buffer.from(note) };
}

function badRecipient(problem: string): Refusal {
  return new Refusal("bad-key", "the recipient", problem, "give one that begins with age1");
}
