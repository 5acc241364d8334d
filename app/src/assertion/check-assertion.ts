import { createHash, createPublicKey, verify, type KeyObject } from "node:crypto";

/** A signature as it is stored (WebAuthn level 2), every field base64url without padding. */
export interface StoredAssertion {
  readonly credential: string;
  /** SubjectPublicKeyInfo, DER: P-256 or Ed25519. */
  readonly publicKey: string;
  readonly clientDataJSON: string;
  readonly authenticatorData: string;
  readonly signature: string;
}

/** What the signature must be for. */
export interface Expected {
  /** The SHA-256 of what was signed: the challenge itself, 32 bytes. */
  readonly payload: Uint8Array;
  /** Where it was signed: "https://desk.example". */
  readonly origin: string;
  /** The relying party: "desk.example". */
  readonly rpId: string;
}

/** User present and user verified (section 6.1). */
const PRESENT = 0x01;
const VERIFIED = 0x04;
/** Hash of the relying party's id, flags, counter. */
const LEAST_DATA = 37;

/**
 * Checks a stored signature without us, with nothing but this file: that the key signed exactly this
 * payload, at this origin, for this relying party, with its person present and verified (WebAuthn level
 * 2, section 7.2, steps 7 to 20). Whose key it is, and whether it was in use that day, the ledger says.
 *
 * In: what is stored, and what it should be for; both may be a stranger's. Out: why it does not hold, as
 * a sentence; undefined where it does. Never throws.
 */
export function assertionProblem(stored: StoredAssertion, expected: Expected): string | undefined {
  const client = bytesOf(stored.clientDataJSON);
  const data = bytesOf(stored.authenticatorData);
  const signature = bytesOf(stored.signature);
  const key = keyOf(stored.publicKey);
  if (client === undefined || data === undefined || signature === undefined) {
    return "a field of the signature is not base64url";
  }
  if (key === undefined) return "the public key is none of P-256 or Ed25519";
  return (
    clientProblem(client, expected) ??
    dataProblem(data, expected.rpId) ??
    signatureProblem(key, Buffer.concat([data, sha256(client)]), signature)
  );
}

function clientProblem(bytes: Buffer, { payload, origin }: Expected): string | undefined {
  const client = parse(bytes);
  if (client === undefined) return "the client data is not a JSON object";
  if (client["type"] !== "webauthn.get") return "the client data is of another kind";
  if (client["origin"] !== origin) return "it was signed at another origin";
  if (client["crossOrigin"] === true || "topOrigin" in client) return "it was signed in a frame";
  const challenge = Buffer.from(payload).toString("base64url");
  return client["challenge"] === challenge ? undefined : "something else was signed";
}

function dataProblem(data: Buffer, rpId: string): string | undefined {
  if (data.length < LEAST_DATA) return "the authenticator's data are too short";
  if (!data.subarray(0, 32).equals(sha256(Buffer.from(rpId)))) {
    return "it was signed for another relying party";
  }
  const flags = data[32] ?? 0;
  if ((flags & PRESENT) === 0) return "nobody was present";
  return (flags & VERIFIED) === 0 ? "the person was not verified" : undefined;
}

function signatureProblem(key: KeyObject, signed: Buffer, signature: Buffer): string | undefined {
  const hash = key.asymmetricKeyType === "ed25519" ? null : "sha256";
  return verify(hash, signed, key, signature) ? undefined : "the signature does not hold";
}

/**
 * ES256 and EdDSA (RFC 9053 section 2), in the one encoding each has: OpenSSL takes others for the same
 * key, such as a point in hybrid form.
 */
function keyOf(text: string): KeyObject | undefined {
  const der = bytesOf(text);
  if (der === undefined || !KINDS.some((kind) => isOf(kind, der))) return undefined;
  try {
    return createPublicKey({ key: der, format: "der", type: "spki" });
  } catch {
    // A point that is not on the curve.
    return undefined;
  }
}

/** How a SubjectPublicKeyInfo begins (RFC 5480 section 2, uncompressed; RFC 8410 section 4), and its length. */
const KINDS = [
  { start: "3059301306072a8648ce3d020106082a8648ce3d03010703420004", length: 91 },
  { start: "302a300506032b6570032100", length: 44 },
] as const;

function isOf({ start, length }: (typeof KINDS)[number], der: Buffer): boolean {
  return der.length === length && der.toString("hex").startsWith(start);
}

/** Only the one spelling of the bytes: no padding, no other letters, no bits left over. */
function bytesOf(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64url");
  return bytes.toString("base64url") === text ? bytes : undefined;
}

function parse(bytes: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}
