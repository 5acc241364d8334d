import { armor, Decrypter, identityToRecipient } from "age-encryption";
import {
  ED25519,
  keyringOf,
  parseNote,
  verifyNote,
  VerificationError,
  type VerifierKey,
} from "caveat-verifier";
import { Refusal } from "../../core/refusal.ts";
import { SIGNATURE, signedText } from "./age-seal.ts";
import { readContainer, type PackedFile } from "./container.ts";
import { LABEL } from "./label.ts";
import { damaged, noKey, untrusted } from "./refuse.ts";
import type { Opening, Unsealed } from "./sealed.ts";

/** Opens what `sealAge` makes. Rejects with a Refusal: "no-key", "untrusted-signer", "bad-package". */
export async function openAge(
  bytes: Uint8Array,
  { own, trusted }: Opening<string, VerifierKey>,
): Promise<Unsealed> {
  const files = readContainer(await decryptAge(bytes, own));
  const signer = await signerOf(files, trusted);
  return { files, signer, ours: await Promise.all(own.map(identityToRecipient)), bytes };
}

/** Decrypts an age file, armored or not. Rejects with a Refusal "no-key" or "bad-package". */
export async function decryptAge(
  bytes: Uint8Array,
  identities: readonly string[],
): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  for (const identity of identities) addIdentity(decrypter, identity);
  try {
    const isArmored = ARMORED.test(textOf(bytes.subarray(0, 1_000)));
    return await decrypter.decrypt(isArmored ? armor.decode(textOf(bytes)) : bytes);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("no identity matched")) throw noKey();
    throw damaged();
  }
}

const ARMORED = /^\s*-----BEGIN AGE /;

async function signerOf(
  files: readonly PackedFile[],
  trusted: readonly VerifierKey[],
): Promise<string> {
  const [note, label] = [SIGNATURE, LABEL].map((one) => files.find(({ name }) => name === one));
  if (note === undefined || label === undefined) throw untrusted("it is not signed");
  try {
    const parsed = parseNote(note.bytes, SIGNATURE);
    if (parsed.text !== signedText(label)) throw untrusted("its signature is for another package");
    const keys = trusted.filter(({ type }) => type === ED25519);
    const [signature] = await verifyNote(parsed, keyringOf(keys), SIGNATURE);
    return signature === undefined ? "" : `${signature.key.name}+${signature.key.id}`;
  } catch (error) {
    if (error instanceof VerificationError) throw untrusted(error.problem);
    throw error;
  }
}

function addIdentity(decrypter: Decrypter, identity: string): void {
  try {
    decrypter.addIdentity(identity);
  } catch {
    throw new Refusal("bad-key", "an age identity", "it is none", "give the file as it was made");
  }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}
