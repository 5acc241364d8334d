import { VerificationError } from "../error.ts";
import { sha256 } from "../sha256.ts";
import { decodeBase64, encodeBase64 } from "../text/base64.ts";
import { joinBytes } from "../text/bytes.ts";
import { encodeHex } from "../text/hex.ts";
import { encodeUtf8 } from "../text/utf8.ts";
import { isKeyName } from "./key-name.ts";

/** Signature types of signed-note that this package checks, by their identifier byte. */
export const ED25519 = 0x01;
/** A timestamped Ed25519 cosignature (tlog-cosignature), the kind a witness makes. */
export const COSIGNATURE = 0x04;
export type KeyType = typeof ED25519 | typeof COSIGNATURE;

/** A public key that a reader of notes knows. */
export interface VerifierKey {
  readonly name: string;
  /** Eight lower-case hex digits. Short, so an identifier only: the key itself decides. */
  readonly id: string;
  readonly type: KeyType;
  /** 32 bytes (RFC 8032). */
  readonly publicKey: Uint8Array;
}

const VKEY = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/;

/**
 * Reads a verifier key in its text form, name+id+base64(type ‖ key) (signed-note, Verifier keys).
 *
 * Throws "bad-key" for anything that `formatKey` would not write exactly so, and for signature types
 * other than 0x01 and 0x04.
 */
export function parseKey(text: string, place = "verifier key"): VerifierKey {
  const [, name = "", id = "", encoded = ""] = VKEY.exec(text) ?? [];
  const bytes = decodeBase64(encoded);
  if (!isKeyName(name) || bytes === undefined || bytes.length === 0) {
    throw new VerificationError("bad-key", place, "it is not of the form name+id+base64");
  }
  const type = keyTypeOf(bytes[0] ?? 0, place);
  const key = keyOf(name, type, bytes.subarray(1), place);
  if (key.id !== id) {
    throw new VerificationError("bad-key", place, `the id of ${name} is ${key.id}, not ${id}`);
  }
  return key;
}

/**
 * The key with a name, a type and 32 public bytes; its id is computed.
 *
 * Throws "bad-key" for a name that cannot be one or a key of another length.
 */
export function keyOf(
  name: string,
  type: KeyType,
  publicKey: Uint8Array,
  place = "verifier key",
): VerifierKey {
  if (!isKeyName(name)) {
    throw new VerificationError(
      "bad-key",
      place,
      "its name is empty or has a space or a plus in it",
    );
  }
  if (publicKey.length !== 32) {
    throw new VerificationError(
      "bad-key",
      place,
      `${name} has a key of ${publicKey.length} bytes, not 32`,
    );
  }
  return { name, id: keyId(name, type, publicKey), type, publicKey };
}

/** The text form that `parseKey` reads. */
export function formatKey(key: VerifierKey): string {
  return `${key.name}+${key.id}+${encodeBase64(joinBytes(Uint8Array.of(key.type), key.publicKey))}`;
}

/** SHA-256(name ‖ 0x0A ‖ type ‖ public key)[:4] in hex (signed-note, Signatures). */
export function keyId(name: string, type: number, publicKey: Uint8Array): string {
  const input = joinBytes(encodeUtf8(`${name}\n`), Uint8Array.of(type), publicKey);
  return encodeHex(sha256(input).subarray(0, 4));
}

function keyTypeOf(byte: number, place: string): KeyType {
  if (byte === ED25519 || byte === COSIGNATURE) return byte;
  const kind = byte === 0x06 ? "an ML-DSA-44 cosignature key" : `a key of type ${byte}`;
  const what = `it is ${kind}, and only Ed25519 (1) and its cosignatures (4) are checked here`;
  throw new VerificationError("bad-key", place, what);
}
