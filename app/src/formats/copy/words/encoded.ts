import type { Span } from "./find-terms.ts";

/** A run of characters that may say something else once decoded. */
export interface Encoded extends Span {
  readonly decoded: string;
  /** It decodes to what is no text: only what is unmistakable counts in it. */
  readonly isJunk: boolean;
}

const HEX = /[0-9a-f]{8,}/gi;
const ONLY_HEX = /^[0-9a-f]+$/i;
/** Lines of one encoding follow each other. */
const BASE64 = /[A-Za-z0-9+/_-]{8,}(?:\r?\n[A-Za-z0-9+/_-]{8,})*/g;

/**
 * Every run of a text that may be hexadecimal or base64, decoded at each of its alignments. Linear in the
 * text.
 */
export function* encodedIn(text: string): Generator<Encoded> {
  for (const { index: start, 0: run } of text.matchAll(HEX)) {
    const end = start + run.length;
    for (const digits of [run, run.slice(1)]) {
      yield { start, end, ...fromBytes(Buffer.from(digits, "hex")) };
    }
  }
  for (const { index: start, 0: run } of text.matchAll(BASE64)) {
    if (ONLY_HEX.test(run)) continue;
    const packed = run.replace(/[\r\n]+/g, "");
    for (let at = 0; at < 4; at++) {
      const bytes = Buffer.from(packed.slice(at), "base64");
      yield { start, end: start + run.length, ...fromBytes(bytes) };
    }
  }
}

/** Bytes as text: UTF-16 where every other byte is empty. */
function fromBytes(bytes: Buffer): { readonly decoded: string; readonly isJunk: boolean } {
  const isWide = bytes.length >= 6 && (bytes[1] === 0 || bytes[0] === 0);
  const decoded = isWide ? bytes.toString("latin1").replaceAll("\0", "") : bytes.toString("utf8");
  return { decoded, isJunk: /[\p{Cn}\p{Co}\uFFFD\x00-\x08\x0e-\x1f]/u.test(decoded) };
}
