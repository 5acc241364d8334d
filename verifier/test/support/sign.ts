import { createPrivateKey, sign } from "node:crypto";
import type { KeyObject } from "node:crypto";
import {
  COSIGNATURE,
  ED25519,
  cosignedMessage,
  formatCheckpoint,
  formatKey,
  formatNote,
  joinCosignature,
  keyOf,
  parseKey,
} from "../../src/index.ts";
import type { Checkpoint, KeyType, NoteSignature, VerifierKey } from "../../src/index.ts";

/** A signer for tests. Its key follows from its name, so that every run signs the same. */
export interface Signer {
  readonly key: VerifierKey;
  readonly vkey: string;
  readonly secret: KeyObject;
}

const SEED_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

/** A log's signer, or with COSIGNATURE a witness's. */
export function signerOf(name: string, type: KeyType = ED25519): Signer {
  const seed = Buffer.alloc(32, `${type} ${name}`);
  const secret = createPrivateKey({
    key: Buffer.concat([SEED_PREFIX, seed]),
    format: "der",
    type: "pkcs8",
  });
  const { x = "" } = secret.export({ format: "jwk" });
  const key = keyOf(name, type, new Uint8Array(Buffer.from(x, "base64url")));
  // Through the text form, as a reader gets it.
  return { key: parseKey(formatKey(key)), vkey: formatKey(key), secret };
}

/** The signature of a note's text; a cosignature at `time` when the signer is a witness. */
function signatureOf(signer: Signer, text: string, time = 1_700_000_000): NoteSignature {
  const { name, id, type } = signer.key;
  const message = type === COSIGNATURE ? cosignedMessage(time, text) : Buffer.from(text);
  const signed = new Uint8Array(sign(null, message, signer.secret));
  const signature = type === COSIGNATURE ? joinCosignature(time, signed) : signed;
  return { name, keyId: id, signature };
}

/** A signed note. */
export function signedNote(text: string, ...signers: readonly Signer[]): Uint8Array {
  const signatures = signers.map((signer) => signatureOf(signer, text));
  return new TextEncoder().encode(formatNote({ text, signatures }));
}

/** A signed checkpoint. */
export function signedCheckpoint(
  checkpoint: Checkpoint,
  ...signers: readonly Signer[]
): Uint8Array {
  return signedNote(formatCheckpoint(checkpoint), ...signers);
}
