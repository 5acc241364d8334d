import { isUtf8 } from "node:buffer";
import { Refusal } from "../../core/refusal.ts";

/** The number of bytes of a UTF-8 byte order mark at the start: 3 or 0. */
export function byteOrderMark(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

/**
 * Requires UTF-8 throughout (RFC 3629: no overlong forms, no surrogates, nothing over U+10FFFF).
 *
 * @throws Refusal "bad-utf8" with the offset of the first byte that does not belong.
 */
export function requireUtf8(bytes: Uint8Array, name: string): void {
  if (isUtf8(bytes)) return;
  throw new Refusal(
    "bad-utf8",
    `${name} at byte ${firstBadByte(bytes)}`,
    "the bytes here are not UTF-8",
    "save the file as UTF-8 and try again",
  );
}

/** The UTF-8 text of bytes that were checked before, without a byte order mark. */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString("utf8");
}

/** The offset of the first byte that cannot be part of UTF-8; the length when there is none. */
function firstBadByte(bytes: Uint8Array): number {
  let i = 0;
  while (i < bytes.length) {
    const size = sequenceLength(bytes, i);
    if (size === 0) return i;
    i += size;
  }
  return i;
}

/** Length of the well-formed sequence at `i` (Unicode 16, table 3-7), or 0. */
function sequenceLength(bytes: Uint8Array, i: number): number {
  const first = bytes[i] ?? 0;
  if (first < 0x80) return 1;
  const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4) return 0;
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  const second = bytes[i + 1] ?? 0;
  if (second < low || second > high) return 0;
  for (let k = 2; k < size; k++) if (((bytes[i + k] ?? 0) & 0xc0) !== 0x80) return 0;
  return size;
}
