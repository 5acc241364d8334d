import { codePointAt } from "./utf8.ts";

/** Kinds of a byte, as bits. */
export const PRINTABLE = 1;
const HIGH = 2;
export const CONTROL = 4;
export const KIND: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x80) return HIGH;
  const isControl = (byte > 0 && byte < 0x09) || (byte > 0x0d && byte < 0x20) || byte === 0x7f;
  return isControl ? CONTROL : PRINTABLE;
});

/** Without controls, NUL apart (UTF-16), is it text: UTF-8, where a few bytes of Latin-1 do not matter? */
export function isMostlyUtf8(bytes: Uint8Array, size: number): boolean {
  let odd = 0;
  for (let at = 0; at < size;) {
    const length = codePointAt(bytes, at) & 7;
    if ((bytes[at] ?? 0) >= 0x80 && (length === 1 || at + length > size)) odd++;
    at += length;
  }
  return odd * 8 <= size;
}

/** Printable ASCII, NUL, or a byte beside which the other of a character of several bytes may stand. */
export function isReadable(bytes: Uint8Array, at: number, size: number): boolean {
  const byte = bytes[at] ?? 0;
  const kind = KIND[byte];
  if (kind !== HIGH) return kind === PRINTABLE;
  if (byte < 0xc0) return at > 0 && (bytes[at - 1] ?? 0) >= 0x80;
  return at + 1 < size && ((bytes[at + 1] ?? 0) & 0xc0) === 0x80;
}
