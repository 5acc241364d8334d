import {
  decrypt,
  enums,
  readMessage,
  unarmor,
  type DecryptMessageResult,
  type Message,
  type PartialConfig,
  type PrivateKey,
  type PublicKey,
} from "openpgp";
import { readContainer } from "./container.ts";
import { fingerprintOf } from "./keys.ts";
import { damaged, noKey, untrusted } from "./refuse.ts";
import type { Opening, Unsealed } from "./sealed.ts";

/**
 * Opens what `sealOpenPgp` and gpg make. Only what one trusted key has signed comes out.
 *
 * Rejects with a Refusal: "no-key", "untrusted-signer" or "bad-package".
 */
export async function openOpenPgp(
  bytes: Uint8Array,
  { own, trusted, now, mostBytes }: Opening<PrivateKey, PublicKey>,
): Promise<Unsealed> {
  const config: PartialConfig = { ...STRICT, maxDecompressedMessageSize: mostBytes };
  const date = new Date(Date.parse(now) + SKEW);
  const { binary, message } = await readAny(bytes, config);
  const ids = message.getEncryptionKeyIDs();
  const fitting = own.filter((key) => ids.some((id) => key.getKeys(id).length > 0));
  if (fitting.length === 0) throw noKey();
  const decryptionKeys = [...fitting];
  const verificationKeys = [...trusted];
  const opened = await decrypt({
    message,
    decryptionKeys,
    verificationKeys,
    date,
    config,
    format: "binary",
  }).catch(() => {
    throw damaged();
  });
  const signer = await signerOf(opened.signatures, trusted, date);
  return {
    files: readContainer(new Uint8Array(opened.data)),
    signer: fingerprintOf(signer),
    ours: fitting.map(fingerprintOf),
    bytes: binary,
  };
}

/** Of the clocks of two houses, in milliseconds. */
const SKEW = 300_000;
const STRICT: PartialConfig = {
  allowUnauthenticatedMessages: false,
  enforceGrammar: true,
  ignoreMalformedPackets: false,
  ignoreUnsupportedPackets: false,
  allowInsecureDecryptionWithSigningKeys: false,
};

/** The message, and its bytes without armor. */
async function readAny(
  bytes: Uint8Array,
  config: PartialConfig,
): Promise<{ readonly binary: Uint8Array; readonly message: Message<Uint8Array> }> {
  try {
    const binary = bytes[0] === DASH ? await dearmored(bytes) : bytes;
    return { binary, message: await readMessage({ binaryMessage: binary, config }) };
  } catch {
    throw damaged();
  }
}

const DASH = 0x2d;

async function dearmored(bytes: Uint8Array): Promise<Uint8Array> {
  const { data, type } = await unarmor(Buffer.from(bytes).toString("latin1"));
  if (type !== enums.armor.message) throw damaged();
  const chunks: Uint8Array[] = [];
  if (data instanceof Uint8Array) return data;
  for await (const chunk of data as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The one key that signed: trusted, good now, and good when it signed. */
async function signerOf(
  signatures: DecryptMessageResult["signatures"],
  trusted: readonly PublicKey[],
  date: Date,
): Promise<PublicKey> {
  const [signature] = signatures;
  if (signature === undefined || signatures.length > 1) {
    throw damaged("it is not signed by one key");
  }
  const { keyID, verified } = signature;
  const signer = trusted.find((key) => key.getKeys(keyID).length > 0);
  if (signer === undefined) {
    await verified.catch(() => false);
    throw untrusted(
      `it is signed by the key ${keyID.toHex().toUpperCase()}, which is not trusted here`,
    );
  }
  await verified.catch(() => {
    throw untrusted("its signature does not hold");
  });
  await signer.getSigningKey(keyID, date).catch(() => {
    throw untrusted(`the key ${fingerprintOf(signer)} that signed it is expired or revoked`);
  });
  return signer;
}
