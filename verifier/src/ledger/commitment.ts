import { VerificationError } from "../error.ts";
import { sha256 } from "../sha256.ts";
import { encodeBase64 } from "../text/base64.ts";
import { joinBytes } from "../text/bytes.ts";

/** What opens a commitment. Kept beside the ledger, encrypted; never in it. */
export interface Opening {
  /** 32 random bytes, used once: without them a name or a number could be guessed from its hash. */
  readonly nonce: Uint8Array;
  readonly value: Uint8Array;
}

/** The base64 of 32 bytes, in its only form: the last letter has two spare bits. */
const COMMITMENT = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;
const NONCE_LENGTH = 32;
const MOST_VALUE_BYTES = 0xffff_ffff;

/**
 * The salted commitment that stands in an entry for a personal value, in base64: SHA-256(nonce ‖
 * length of the value in four bytes, big-endian ‖ value).
 *
 * Throws a RangeError for a nonce that is not 32 bytes.
 */
export function commit({ nonce, value }: Opening): string {
  if (nonce.length !== NONCE_LENGTH) throw new RangeError("a nonce is 32 bytes");
  if (value.length > MOST_VALUE_BYTES) throw new RangeError("a value is at most 2^32 - 1 bytes");
  const length = new DataView(new ArrayBuffer(4));
  length.setUint32(0, value.length);
  return encodeBase64(sha256(joinBytes(nonce, new Uint8Array(length.buffer), value)));
}

/** Whether a text can be a commitment. */
export function isCommitment(text: unknown): text is string {
  return typeof text === "string" && COMMITMENT.test(text);
}

/** Checks that nonce and value are those committed to. Throws "wrong-commitment" otherwise. */
export function verifyCommitment(commitment: string, opening: Opening, place = "commitment"): void {
  if (opening.nonce.length !== NONCE_LENGTH || commit(opening) !== commitment) {
    const what = "the nonce and the value are not those committed to";
    throw new VerificationError("wrong-commitment", place, what);
  }
}
