import { generateKey, type PartialConfig } from "openpgp";
import type { KeyFile } from "../../../../src/formats/package/keys.ts";

/** A pair of armored keys. */
export interface Pair {
  readonly secret: KeyFile;
  readonly open: KeyFile;
  readonly fingerprint: string;
}

export interface PairOptions {
  /** Seconds from `from` on; absent for ever. */
  readonly life?: number;
  readonly from?: string;
  readonly rsa?: boolean;
  readonly passphrase?: string;
  readonly config?: PartialConfig;
}

export async function pairOf(name: string, options: PairOptions = {}): Promise<Pair> {
  const { life, from = "2020-01-01T00:00:00Z", rsa = false, passphrase, config } = options;
  const { privateKey, publicKey } = await generateKey({
    userIDs: [{ name, email: `${name}@example.org` }],
    date: new Date(from),
    format: "object",
    ...(rsa ? { type: "rsa", rsaBits: 2048 } : {}),
    ...(life === undefined ? {} : { keyExpirationTime: life }),
    ...(passphrase === undefined ? {} : { passphrase }),
    ...(config === undefined ? {} : { config }),
  });
  const file = (kind: string, text: string): KeyFile => ({
    name: `${name}.${kind}.asc`,
    bytes: new TextEncoder().encode(text),
  });
  return {
    secret: file("secret", privateKey.armor()),
    open: file("open", publicKey.armor()),
    fingerprint: publicKey.getFingerprint().toUpperCase(),
  };
}
