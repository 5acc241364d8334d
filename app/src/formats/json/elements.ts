import { stringEnd } from "./tokens.ts";
import { byteOrderMark, decodeUtf8 } from "./utf8.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const LAST_SPACE = 0x20;

/**
 * The elements of a list as they were sent, each in its own bytes: of the list under `key` in the object
 * that the bytes are. In: bytes that `parseJson` has read. Out: views of them, in order; none where there
 * is no such list.
 */
export function elementBytes(bytes: Uint8Array, key: string): readonly Uint8Array[] {
  let at = afterSpace(bytes, byteOrderMark(bytes));
  if (bytes[at] !== OPEN_OBJECT) return [];
  at = afterSpace(bytes, at + 1);
  while (bytes[at] === QUOTE) {
    const end = stringEnd(bytes, at);
    const isKey = JSON.parse(decodeUtf8(bytes, at, end)) === key;
    const start = afterSpace(bytes, afterByte(bytes, end, COLON));
    if (isKey) return bytes[start] === OPEN_ARRAY ? elements(bytes, start) : [];
    at = afterSpace(bytes, valueEnd(bytes, start));
    if (bytes[at] === COMMA) at = afterSpace(bytes, at + 1);
  }
  return [];
}

function elements(bytes: Uint8Array, start: number): readonly Uint8Array[] {
  const found: Uint8Array[] = [];
  let at = afterSpace(bytes, start + 1);
  while (at < bytes.length && bytes[at] !== CLOSE_ARRAY) {
    const end = valueEnd(bytes, at);
    found.push(bytes.subarray(at, end));
    at = afterSpace(bytes, end);
    if (bytes[at] === COMMA) at = afterSpace(bytes, at + 1);
  }
  return found;
}

/** The end of a value that starts here, in JSON that was checked before. */
function valueEnd(bytes: Uint8Array, start: number): number {
  let depth = 0;
  let at = start;
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte === QUOTE) at = stringEnd(bytes, at);
    else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      depth += 1;
      at += 1;
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      if (depth === 0) return at;
      depth -= 1;
      at += 1;
    } else if (depth === 0 && (byte === COMMA || (byte ?? 0) <= LAST_SPACE)) return at;
    else {
      at += 1;
      continue;
    }
    if (depth === 0) return at;
  }
  return at;
}

function afterSpace(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && (bytes[at] ?? 0) <= LAST_SPACE) at += 1;
  return at;
}

function afterByte(bytes: Uint8Array, start: number, wanted: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== wanted) at += 1;
  return at + 1;
}
