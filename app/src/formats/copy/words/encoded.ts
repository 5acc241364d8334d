import type { Span } from "./find-terms.ts";

/** A run of characters that may say something else once decoded. */
export interface Encoded extends Span {
  readonly decoded: string;
  /** It decodes to what is no text: only what is unmistakable counts in it. */
  readonly isJunk: boolean;
}

/** Characters of the shortest run that is looked into. */
const FEWEST = 8;

/**
 * Puts to `take` every run of a text that may be hexadecimal or base64, decoded at each of its alignments,
 * but for those of which `isNothing` says, by their first `size` bytes, that nothing is in them. Lines of
 * base64 that follow each other are one run. Ends as soon as `take` gives true, and says so. Linear in the
 * text.
 */
export function encodedIn(
  text: string,
  isNothing: (bytes: Uint8Array, size: number) => boolean,
  take: (run: Encoded) => boolean,
): boolean {
  const takeRun = (start: number, end: number, alphabet: Alphabet): boolean => {
    if (alphabet === BASE64 && isAllHex(text, start, end)) return false;
    for (let skipped = 0; skipped < alphabet.alignments; skipped++) {
      const size = decode(text, start + skipped, end, alphabet);
      if (!isNothing(bytes, size) && take({ start, end, ...fromBytes(size) })) return true;
    }
    return false;
  };
  return runsIn(text, HEX, takeRun) || runsIn(text, BASE64, takeRun);
}

/** Bytes written with few characters. */
interface Alphabet {
  /** Of each ASCII character its value, NONE for one that has none. */
  readonly values: Int8Array;
  /** What one character carries. */
  readonly bits: number;
  /** At so many of its characters a byte may begin. */
  readonly alignments: number;
}

const NONE = -1;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const HEX: Alphabet = {
  values: valuesOf("0123456789abcdef", "0123456789ABCDEF"),
  bits: 4,
  alignments: 2,
};
const BASE64: Alphabet = {
  values: valuesOf(`${LETTERS}+/`, `${LETTERS}-_`),
  bits: 6,
  alignments: 4,
};

function valuesOf(...alphabets: readonly string[]): Int8Array {
  const values = new Int8Array(128).fill(NONE);
  for (const alphabet of alphabets) {
    for (let value = 0; value < alphabet.length; value++) {
      values[alphabet.charCodeAt(value)] = value;
    }
  }
  return values;
}

function has(text: string, at: number, values: Int8Array): boolean {
  return (values[text.charCodeAt(at)] ?? NONE) !== NONE;
}

/** Told from where to where a run goes; gives true where that is enough. */
type OnRun = (start: number, end: number, alphabet: Alphabet) => boolean;

function runsIn(text: string, alphabet: Alphabet, onRun: OnRun): boolean {
  const { values } = alphabet;
  // A run of so many holds one of every so many characters: those between are passed over.
  for (let at = FEWEST - 1; at < text.length; at += FEWEST) {
    if (!has(text, at, values)) continue;
    let start = at;
    while (start > 0 && has(text, start - 1, values)) start--;
    let end = runEnd(text, at, values);
    at = end;
    if (end - start < FEWEST) continue;
    if (alphabet === BASE64) {
      for (let next = nextLine(text, end); next > 0; next = nextLine(text, end)) end = next;
    }
    if (onRun(start, end, alphabet)) return true;
    at = end;
  }
  return false;
}

function runEnd(text: string, at: number, values: Int8Array): number {
  let end = at;
  while (end < text.length && has(text, end, values)) end++;
  return end;
}

/** Where the run of base64 ends that begins behind a line's end; 0 for none, or a short one. */
function nextLine(text: string, at: number): number {
  const start = text.charAt(at) === "\n" ? at + 1 : text.startsWith("\r\n", at) ? at + 2 : at;
  if (start === at) return 0;
  const end = runEnd(text, start, BASE64.values);
  return end - start < FEWEST ? 0 : end;
}

function isAllHex(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (!has(text, at, HEX.values)) return false;
  return true;
}

/** What was decoded last. */
let bytes: Uint8Array = new Uint8Array(1 << 12);

/** Decodes the characters of a run that have a value. Out: how many bytes they gave. */
function decode(text: string, start: number, end: number, { values, bits }: Alphabet): number {
  if (bytes.length < end - start) bytes = new Uint8Array(2 * (end - start));
  const out = bytes;
  let [held, count, size] = [0, 0, 0];
  for (let at = start; at < end; at++) {
    const value = values[text.charCodeAt(at)] ?? NONE;
    if (value === NONE) continue;
    held = ((held << bits) | value) & 0xffff;
    count += bits;
    if (count < 8) continue;
    count -= 8;
    out[size++] = held >> count;
  }
  return size;
}

/** The bytes that were decoded last as text: UTF-16 where every other byte is empty. */
function fromBytes(size: number): { readonly decoded: string; readonly isJunk: boolean } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, size);
  const decoded = isWide(bytes, size)
    ? buffer.toString("latin1").replaceAll("\0", "")
    : buffer.toString("utf8");
  return { decoded, isJunk: /[\p{Cn}\p{Co}\uFFFD\x00-\x08\x0e-\x1f]/u.test(decoded) };
}

/** Do bytes look like UTF-16? */
export function isWide(bytes: Uint8Array, size: number): boolean {
  return size >= 6 && (bytes[1] === 0 || bytes[0] === 0);
}
