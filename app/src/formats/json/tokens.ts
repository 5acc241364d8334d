/*
 * Ends of the tokens of RFC 8259. Each function takes the offset of a token's first byte and
 * returns the offset after its last byte, or ~n where n is the offset of the byte that is wrong
 * (the length of the bytes when the token is cut off).
 */

const QUOTE = 0x22;
const PLUS = 0x2b;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const BACKSLASH = 0x5c;
const LOWER_E = 0x65;
const LOWER_U = 0x75;
const CASE_BIT = 0x20;

/** 1 for each byte that stands in a string as itself: not a control, a quote or a backslash. */
const PLAIN = new Uint8Array(256).fill(1, 0x20);
PLAIN[QUOTE] = 0;
PLAIN[BACKSLASH] = 0;
const HEX = tableOf("0123456789abcdefABCDEF");
const AFTER_BACKSLASH = tableOf('"\\/bfnrt');

/** A string, section 7, from its opening quote. */
export function stringEnd(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  for (;;) {
    while (PLAIN[bytes[at] ?? 0] === 1) at++;
    if (bytes[at] === QUOTE) return at + 1;
    if (bytes[at] !== BACKSLASH) return ~at;
    at = escapeEnd(bytes, at);
    if (at < 0) return at;
  }
}

/** A number, section 6: no leading zero, no plus sign, digits on both sides of the point. */
export function numberEnd(bytes: Uint8Array, start: number): number {
  let at = bytes[start] === MINUS ? start + 1 : start;
  at = bytes[at] === ZERO ? at + 1 : digitsEnd(bytes, at);
  if (at >= 0 && bytes[at] === DOT) at = digitsEnd(bytes, at + 1);
  if (at >= 0 && isExponent(bytes[at])) {
    at++;
    if (bytes[at] === PLUS || bytes[at] === MINUS) at++;
    at = digitsEnd(bytes, at);
  }
  return at;
}

/** One of the names true, false and null, section 3, given as bytes. */
export function wordEnd(bytes: Uint8Array, start: number, word: Uint8Array): number {
  for (let i = 0; i < word.length; i++) if (bytes[start + i] !== word[i]) return ~(start + i);
  return start + word.length;
}

/** Does this byte start the exponent of a number? */
export function isExponent(byte: number | undefined): boolean {
  return byte !== undefined && (byte | CASE_BIT) === LOWER_E;
}

function escapeEnd(bytes: Uint8Array, start: number): number {
  const letter = bytes[start + 1] ?? 0;
  if (AFTER_BACKSLASH[letter] === 1) return start + 2;
  if (letter !== LOWER_U) return ~Math.min(start + 1, bytes.length);
  for (let at = start + 2; at < start + 6; at++) {
    if (HEX[bytes[at] ?? 0] !== 1) return ~Math.min(at, bytes.length);
  }
  return start + 6;
}

/** At least one digit. */
function digitsEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  while (isDigit(bytes[at])) at++;
  return at > start ? at : ~at;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}

function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}
