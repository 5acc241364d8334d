import {
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  type KeyObject,
} from "node:crypto";

/**
 * A passkey in software: the demonstration's people sign with it, and tests make it misbehave. It guards
 * nothing: whoever has the value has the key.
 */
export interface SoftwarePasskey {
  readonly algorithm: "ES256" | "EdDSA";
  /** The credential id, base64url. */
  readonly id: string;
  /** PKCS#8, PEM. */
  readonly privateKey: string;
}

/** What a ceremony takes; what is left out is as a good authenticator has it. */
export interface Ceremony {
  /** As the site sent it, base64url. */
  readonly challenge: string;
  readonly origin: string;
  readonly rpId: string;
  readonly counter?: number;
  /** User present 1, user verified 4. */
  readonly flags?: number;
}

/** What a browser hands back of a signature. */
export interface SoftwareAssertion {
  readonly id: string;
  readonly clientDataJSON: string;
  readonly authenticatorData: string;
  readonly signature: string;
}

const VERIFIED = 0x05;
const ATTESTED = 0x40;

/** A fresh key. */
export function makePasskey(algorithm: SoftwarePasskey["algorithm"] = "ES256"): SoftwarePasskey {
  const { privateKey } =
    algorithm === "ES256"
      ? generateKeyPairSync("ec", { namedCurve: "P-256" })
      : generateKeyPairSync("ed25519");
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  return { algorithm, id: randomBytes(32).toString("base64url"), privateKey: pem };
}

/** Registers the key: what `navigator.credentials.create` answers, without attestation. */
export function attest(
  passkey: SoftwarePasskey,
  ceremony: Ceremony,
): {
  readonly id: string;
  readonly clientDataJSON: string;
  readonly attestationObject: string;
} {
  const id = Buffer.from(passkey.id, "base64url");
  const length = Buffer.of(id.length >> 8, id.length & 0xff);
  const credential = Buffer.concat([Buffer.alloc(16), length, id, coseOf(passkey)]);
  const data = Buffer.concat([authenticatorData(ceremony, ATTESTED), credential]);
  const object = Buffer.concat([
    Buffer.of(0xa3),
    text("fmt"),
    text("none"),
    text("attStmt"),
    Buffer.of(0xa0),
    text("authData"),
    head(2, data.length),
    data,
  ]);
  return {
    id: passkey.id,
    clientDataJSON: clientData("webauthn.create", ceremony).toString("base64url"),
    attestationObject: object.toString("base64url"),
  };
}

/** Signs with the key: what `navigator.credentials.get` answers. */
export function assertWith(passkey: SoftwarePasskey, ceremony: Ceremony): SoftwareAssertion {
  const client = clientData("webauthn.get", ceremony);
  const data = authenticatorData(ceremony, 0);
  const signed = Buffer.concat([data, sha256(client)]);
  const hash = passkey.algorithm === "ES256" ? "sha256" : null;
  return {
    id: passkey.id,
    clientDataJSON: client.toString("base64url"),
    authenticatorData: data.toString("base64url"),
    signature: sign(hash, signed, createPrivateKey(passkey.privateKey)).toString("base64url"),
  };
}

function clientData(type: string, { challenge, origin }: Ceremony): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
}

function authenticatorData(
  { rpId, flags = VERIFIED, counter = 0 }: Ceremony,
  extra: number,
): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter);
  return Buffer.concat([sha256(Buffer.from(rpId)), Buffer.of(flags | extra), count]);
}

/** COSE_Key (RFC 9053 section 7): kty, alg, crv, x, and y on P-256. */
function coseOf({ algorithm, privateKey }: SoftwarePasskey): Buffer {
  const jwk = (createPrivateKey(privateKey) as KeyObject).export({ format: "jwk" });
  const x = Buffer.from(jwk.x ?? "", "base64url");
  if (algorithm === "EdDSA") {
    return Buffer.concat([Buffer.from([0xa4, 1, 1, 3, 0x27, 0x20, 6, 0x21]), head(2, 32), x]);
  }
  const y = Buffer.from(jwk.y ?? "", "base64url");
  const start = Buffer.from([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21]);
  return Buffer.concat([start, head(2, 32), x, Buffer.of(0x22), head(2, 32), y]);
}

/** The head of a CBOR item (RFC 8949 section 3) of a major type and a length below 65,536. */
function head(major: number, length: number): Buffer {
  const type = major << 5;
  if (length < 24) return Buffer.of(type | length);
  if (length < 256) return Buffer.of(type | 24, length);
  return Buffer.of(type | 25, length >> 8, length & 0xff);
}

function text(value: string): Buffer {
  return Buffer.concat([head(3, value.length), Buffer.from(value)]);
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}
