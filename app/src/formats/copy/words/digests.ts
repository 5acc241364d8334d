import { hash } from "node:crypto";
import type { Take } from "./find-terms.ts";

const ALGORITHMS = ["md5", "sha1", "sha256", "sha512"] as const;
type Algorithm = (typeof ALGORITHMS)[number];
type Written = readonly [Algorithm, "hex" | "base64url"];

/** By its characters, which digest a run may be: in hex, or in base64 of either alphabet without padding. */
const BY_LENGTH: ReadonlyMap<number, Written> = new Map([
  [32, ["md5", "hex"]],
  [40, ["sha1", "hex"]],
  [64, ["sha256", "hex"]],
  [128, ["sha512", "hex"]],
  [22, ["md5", "base64url"]],
  [27, ["sha1", "base64url"]],
  [43, ["sha256", "base64url"]],
  [86, ["sha512", "base64url"]],
]);
const FEWEST = 22;
const MOST = 128;

/**
 * The digests of words as people make them: of each as it is written, in small letters and in capitals.
 * Those of one length are made when the first run of that length is asked about.
 */
export class DigestIndex {
  readonly #words: readonly string[];
  readonly #made = new Map<number, ReadonlySet<string>>();

  constructor(words: readonly string[]) {
    const forms = words.flatMap((word) => [
      word,
      word.trim(),
      word.toLowerCase(),
      word.toUpperCase(),
    ]);
    this.#words = [...new Set(forms)];
  }

  /** Puts to `take` every run in a text that is one of the digests, until it gives true; says so. */
  find(text: string, take: Take): boolean {
    if (this.#words.length === 0) return false;
    // A run of so many holds one of every so many characters: those between are passed over.
    for (let end = FEWEST - 1; end < text.length; end += FEWEST) {
      if (!isDigit(text, end)) continue;
      let start = end;
      while (start > 0 && isDigit(text, start - 1)) start--;
      while (end < text.length && isDigit(text, end)) end++;
      // What is longer than any digest is looked at in pieces.
      for (let at = start; at < end; at += MOST) {
        const to = Math.min(end, at + MOST);
        if (this.#has(text, at, to) && take({ start: at, end: to })) return true;
      }
    }
    return false;
  }

  #has(text: string, start: number, end: number): boolean {
    const written = BY_LENGTH.get(end - start);
    if (written === undefined) return false;
    const [, form] = written;
    if (form === "base64url" && !isLastDigit(text.charAt(end - 1), end - start)) return false;
    const run = text.slice(start, end);
    const digest =
      form === "hex" ? run.toLowerCase() : run.replaceAll("+", "-").replaceAll("/", "_");
    return this.#digests(end - start, written).has(digest);
  }

  #digests(length: number, [algorithm, form]: Written): ReadonlySet<string> {
    const known = this.#made.get(length);
    if (known !== undefined) return known;
    const made = new Set(this.#words.map((word) => hash(algorithm, word, form)));
    this.#made.set(length, made);
    return made;
  }
}

/** May a digest end with this digit of base64? The bits that it has too many are zero (RFC 4648 section 4). */
function isLastDigit(digit: string, length: number): boolean {
  return (length % 4 === 2 ? "AQgw" : "AEIMQUYcgkosw048").includes(digit);
}

/** Of each ASCII character whether it is a digit of base64 in either alphabet. */
const DIGITS = Uint8Array.from({ length: 128 }, (_, code) =>
  /[A-Za-z0-9+/_-]/.test(String.fromCharCode(code)) ? 1 : 0,
);

function isDigit(text: string, at: number): boolean {
  return DIGITS[text.charCodeAt(at)] === 1;
}
