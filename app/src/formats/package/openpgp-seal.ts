import {
  createMessage,
  encrypt,
  encryptSessionKey,
  generateSessionKey,
  type PrivateKey,
  type PublicKey,
} from "openpgp";
import { Refusal } from "../../core/refusal.ts";
import { writeContainer, type PackedFile } from "./container.ts";
import { fingerprintOf, readPrivate, readPublicKeys, type KeyFile } from "./keys.ts";
import { sha256Hex, writeLabel } from "./label.ts";
import type { LabelDraft } from "./sealed.ts";

/** With which OpenPGP keys a package is signed and encrypted. */
export interface OpenPgpSealing {
  readonly kind: "openpgp";
  readonly signWith: KeyFile;
  readonly passphrase?: string;
  /** Of one partner. */
  readonly encryptTo: readonly KeyFile[];
}

/**
 * Signs and encrypts as one OpenPGP message (RFC 9580), which gpg opens too. What stands before the
 * encrypted data is hashed into the signed label, since bits of it can be changed without effect on the
 * session key.
 *
 * Rejects with a Refusal "bad-key" where a key may not be used on that day: expired, revoked, or not
 * made for it. There is no package then, and never one in clear text.
 */
export async function sealOpenPgp(
  draft: LabelDraft,
  files: readonly PackedFile[],
  { signWith, passphrase, encryptTo }: OpenPgpSealing,
): Promise<Uint8Array> {
  const date = new Date(draft.at);
  const encryptionKeys = (await Promise.all(encryptTo.map(readPublicKeys))).flat();
  const signingKeys = [...(await readPrivate(signWith, passphrase))];
  await requireUsable(encryptionKeys, signingKeys, date);
  const sessionKey = await generateSessionKey({ encryptionKeys, date });
  const head = await encryptSessionKey({ ...sessionKey, encryptionKeys, date, format: "binary" });
  const label = writeLabel({
    ...draft,
    sealedFor: encryptionKeys.map(fingerprintOf),
    head: { size: head.length, sha256: sha256Hex(head) },
  });
  const binary = writeContainer([label, ...files]);
  const message = await createMessage({ binary, filename: "package.tar", date });
  const sealed = await encrypt({ message, signingKeys, sessionKey, date, format: "binary" });
  return Buffer.concat([head, sealed]);
}

async function requireUsable(
  encryptionKeys: readonly PublicKey[],
  signingKeys: readonly PrivateKey[],
  date: Date,
): Promise<void> {
  if (encryptionKeys.length === 0 || signingKeys.length !== 1) {
    const problem = "it takes one key to sign with and at least one to encrypt to";
    throw new Refusal("bad-key", "the package", problem, "give those keys");
  }
  const uses: (readonly [PublicKey, () => Promise<unknown>])[] = [
    ...encryptionKeys.map((key) => [key, () => key.getEncryptionKey(undefined, date)] as const),
    ...signingKeys.map((key) => [key, () => key.getSigningKey(undefined, date)] as const),
  ];
  for (const [key, use] of uses) {
    await use().catch(() => {
      const problem = "it is expired, revoked or not made for this on that day";
      const remedy = "ask its owner for a new one; nothing was made";
      throw new Refusal("bad-key", `the key ${fingerprintOf(key)}`, problem, remedy);
    });
  }
}
