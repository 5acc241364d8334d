import { createHash, generateKeyPairSync, sign } from "node:crypto";

/** A key and a certificate that it signed for itself. */
export interface Certificate {
  /** PEM. */
  readonly key: string;
  readonly certificate: string;
  /** SHA-256 of the public key, in hex: what a token is bound to. */
  readonly pin: string;
}

/** Makes a certificate on P-256 for "localhost" (RFC 5280), valid between two times. */
export function makeCertificate(from: Date, until: Date): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const spki = publicKey.export({ type: "spki", format: "der" });
  const ecdsa = sequence(der(0x06, Buffer.from("2a8648ce3d040302", "hex")));
  const commonName = sequence(der(0x06, Buffer.from("550403", "hex")), der(0x0c, "localhost"));
  const name = sequence(der(0x31, commonName));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, Buffer.of(1)),
    ecdsa,
    name,
    sequence(time(from), time(until)),
    name,
    spki,
  );
  const signature = sign("sha256", body, privateKey);
  const whole = sequence(body, ecdsa, der(0x03, Buffer.concat([Buffer.of(0), signature])));
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    certificate: pem(whole),
    pin: createHash("sha256").update(spki).digest("hex"),
  };
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

/** UTCTime: YYMMDDHHMMSSZ. */
function time(at: Date): Buffer {
  return der(
    0x17,
    `${at
      .toISOString()
      .replaceAll(/[-:T]|\.\d+/g, "")
      .slice(2)}`,
  );
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function der(tag: number, content: Buffer | string): Buffer {
  const bytes = Buffer.from(content as string);
  if (bytes.length < 128) return Buffer.concat([Buffer.of(tag, bytes.length), bytes]);
  const length = Buffer.of(0x82, bytes.length >> 8, bytes.length & 255);
  return Buffer.concat([Buffer.of(tag), length, bytes]);
}
