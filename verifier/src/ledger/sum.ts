import { sha256 } from "../sha256.ts";
import { encodeBase64 } from "../text/base64.ts";
import { joinBytes } from "../text/bytes.ts";
import { encodeUtf8 } from "../text/utf8.ts";

/**
 * The chain of sums over what no leaf covers: header and checkpoints. It is there so that damage to
 * what no trusted signature covers either (the cosignature of an unknown witness) does not pass; it
 * proves nothing against a forger, who can compute it too.
 */
export class Sum {
  #before: Uint8Array = new Uint8Array(32);
  #lines: Uint8Array[] = [];

  /** Adds a line, given without its newline. */
  add(line: Uint8Array): void {
    this.#lines.push(line.slice(), Uint8Array.of(10));
  }

  /** The line that states SHA-256(sum before ‖ lines since then), without newline; starts anew. */
  close(): string {
    this.#before = sha256(joinBytes(this.#before, ...this.#lines));
    this.#lines = [];
    return `sum ${encodeBase64(this.#before)}`;
  }

  /** As `add`, for text. */
  addText(line: string): void {
    this.add(encodeUtf8(line));
  }
}
