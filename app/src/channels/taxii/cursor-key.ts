import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from "node:crypto";

const NONCE = 12;
const TAG = 16;
const LEAST_KEY = 32;
/** Longest cursor that is read. */
const MOST = 12_000;

/**
 * Makes and opens cursors: the text is encrypted and bound to what it may be used for. The same text and
 * use give the same cursor, so a cursor shows neither when nor how often it was made: AES-256-GCM under
 * a nonce that is a keyed hash of both (as in RFC 8452, section 1).
 */
export class CursorKey {
  readonly #encryption: Uint8Array;
  readonly #nonce: Uint8Array;

  /** `secret`: at least 32 bytes. Throws a RangeError for fewer. */
  constructor(secret: Uint8Array) {
    if (secret.length < LEAST_KEY) throw new RangeError("a cursor key has at least 32 bytes");
    this.#encryption = hmac(secret, "caveat taxii cursor encryption");
    this.#nonce = hmac(secret, "caveat taxii cursor nonce");
  }

  /** base64url. `use`: whose and for what; the same must be given to open it. */
  seal(text: string, use: string): string {
    const nonce = this.#nonceOf(text, use);
    const cipher = createCipheriv("aes-256-gcm", this.#encryption, nonce);
    cipher.setAAD(Buffer.from(use));
    const sealed = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final()]);
    return Buffer.concat([sealed, cipher.getAuthTag()]).toString("base64url");
  }

  /** The text; undefined for what this key did not make for this use. */
  open(cursor: string, use: string): string | undefined {
    if (cursor.length > MOST || !/^[A-Za-z0-9_-]+$/.test(cursor)) return undefined;
    const bytes = Buffer.from(cursor, "base64url");
    if (bytes.length <= NONCE + TAG || bytes.toString("base64url") !== cursor) return undefined;
    const nonce = bytes.subarray(0, NONCE);
    const decipher = createDecipheriv("aes-256-gcm", this.#encryption, nonce);
    decipher.setAAD(Buffer.from(use));
    decipher.setAuthTag(bytes.subarray(-TAG));
    try {
      const text =
        decipher.update(bytes.subarray(NONCE, -TAG), undefined, "utf8") + decipher.final("utf8");
      return timingSafeEqual(nonce, this.#nonceOf(text, use)) ? text : undefined;
    } catch {
      return undefined;
    }
  }

  #nonceOf(text: string, use: string): Uint8Array {
    return hmac(this.#nonce, JSON.stringify([use, text])).subarray(0, NONCE);
  }
}

function hmac(key: Uint8Array, text: string): Uint8Array {
  return createHmac("sha256", key).update(text).digest();
}
