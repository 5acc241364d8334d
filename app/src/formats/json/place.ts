const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** Enough of a key to find it; a key is an attacker's text and may be megabytes long. */
const KEY_CHARACTERS = 64;

/**
 * Where a byte stands, as "line:column", both from 1. A line ends at LF, CR LF or CR; a column is
 * one code point. `start` is the first byte after a byte order mark.
 */
export function lineAndColumn(bytes: Uint8Array, start: number, offset: number): string {
  let line = 1;
  let lineStart = start;
  for (let i = start; i < offset; i++) {
    if (!endsLine(bytes, i)) continue;
    line++;
    lineStart = i + 1;
  }
  let column = 1;
  for (let i = lineStart; i < offset; i++) {
    if (!isContinuation(bytes[i] ?? 0)) column++;
  }
  return `${line}:${column}`;
}

/**
 * One step of a JSON pointer (RFC 6901 section 3: ~ and / escaped), fit to print: control
 * characters, directional overrides and lone surrogates become their \u form, long keys are cut.
 */
export function pointerStep(key: string): string {
  const cut = key.length > KEY_CHARACTERS ? `${key.slice(0, KEY_CHARACTERS)}…` : key;
  const escaped = cut.replaceAll("~", "~0").replaceAll("/", "~1");
  return `/${escaped.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, toEscape)}`;
}

function endsLine(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at];
  return byte === LINE_FEED || (byte === CARRIAGE_RETURN && bytes[at + 1] !== LINE_FEED);
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

function toEscape(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
}
