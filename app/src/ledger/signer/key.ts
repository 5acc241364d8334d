import { createPrivateKey, sign, type KeyObject } from "node:crypto";
import {
  COSIGNATURE,
  cosignedMessage,
  formatSignerKey,
  joinCosignature,
  readSignerKey,
  signerKeyOf,
  type KeyType,
  type NoteSignature,
  type VerifierKey,
} from "caveat-verifier";
import { SECRET, createFile, readIfThere } from "../durable-file.ts";
import { LedgerError } from "../ledger-error.ts";
import type { Random } from "../seal/key-directory.ts";

/** A private key in use. Nothing here shows its secret. */
export interface SigningKey {
  readonly verifier: VerifierKey;
  readonly secret: KeyObject;
}

/** What stands before a raw Ed25519 seed in PKCS #8 (RFC 8410 §7). */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

/** Makes a key and its file. Rejects with "exists" when there is a file already. */
export async function createKey(
  path: string,
  name: string,
  type: KeyType,
  random: Random,
): Promise<SigningKey> {
  const key = await signerKeyOf(name, type, new Uint8Array(random(32)), path);
  const isNew = await createFile(path, Buffer.from(`${formatSignerKey(key)}\n`), SECRET);
  if (isNew) return signingKey(key.verifier, key.seed);
  throw new LedgerError("exists", path, "there is a key already", "load it; never replace it");
}

/** Loads a key. Resolves to undefined without a file; rejects with "bad-key" for another content. */
export async function loadKey(path: string): Promise<SigningKey | undefined> {
  const bytes = await readIfThere(path);
  if (bytes === undefined) return undefined;
  const { verifier, seed } = await readSignerKey(Buffer.from(bytes).toString().trimEnd(), path);
  return signingKey(verifier, seed);
}

/** The signature line of a note's text; a cosignature at `time` (POSIX seconds) by a witness's key. */
export function signText({ verifier, secret }: SigningKey, text: string, time = 0): NoteSignature {
  const { name, id, type } = verifier;
  const isWitness = type === COSIGNATURE;
  const message = isWitness ? cosignedMessage(time, text) : Buffer.from(text);
  const signed = new Uint8Array(sign(null, message, secret));
  return { name, keyId: id, signature: isWitness ? joinCosignature(time, signed) : signed };
}

function signingKey(verifier: VerifierKey, seed: Uint8Array): SigningKey {
  const der = Buffer.concat([PKCS8, seed]);
  return { verifier, secret: createPrivateKey({ key: der, format: "der", type: "pkcs8" }) };
}
