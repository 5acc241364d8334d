/**
 * The code point that starts at `at`, and its length in bytes, as `codePoint * 8 + length`. A byte that is
 * no UTF-8 is read as Latin-1, so every input is read to its end.
 */
export function codePointAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return first * 8 + 1;
  const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4) return first * 8 + 1;
  let codePoint = first & (0x7f >> size);
  for (let k = 1; k < size; k++) {
    const byte = bytes[at + k] ?? 0;
    if ((byte & 0xc0) !== 0x80) return first * 8 + 1;
    codePoint = (codePoint << 6) | (byte & 0x3f);
  }
  if (codePoint > 0x10ffff || (size === 3 && codePoint < 0x800)) return first * 8 + 1;
  return codePoint * 8 + size;
}

/** The code point that ends before `end`. */
export function codePointBefore(bytes: Uint8Array, end: number): number {
  let at = end - 1;
  while (at > 0 && end - at < 4 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at--;
  const packed = codePointAt(bytes, Math.max(0, at));
  return at + (packed & 7) === end ? packed >> 3 : (bytes[end - 1] ?? 0);
}

/** How many bytes a text has in UTF-8. */
export function sizeOf(text: string): number {
  let size = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const isPair = unit >= 0xd800 && unit < 0xdc00 && isLow(text.charCodeAt(at + 1));
    if (isPair) at++;
    size += isPair ? 4 : unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
  }
  return size;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}

/** The UTF-8 bytes of a text; a half of a pair that stands alone as three. */
export function utf8(text: string): Uint8Array {
  const bytes = new Uint8Array(sizeOf(text));
  return bytes.subarray(0, putText(bytes, 0, text));
}

/** Writes a text at `to`, where there is room for three bytes for each of its units. Out: where it ends. */
export function putText(into: Uint8Array, to: number, text: string): number {
  let length = to;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) into[length++] = unit;
    else {
      const codePoint = text.codePointAt(at) ?? 0;
      if (codePoint > 0xffff) at++;
      length = putUtf8(into, length, codePoint);
    }
  }
  return length;
}

/** Writes one code point at `at`, where there is room for four bytes. Out: where it ends. */
export function putUtf8(into: Uint8Array, at: number, codePoint: number): number {
  if (codePoint < 0x80) {
    into[at] = codePoint;
    return at + 1;
  }
  const more = codePoint > 0xffff ? 3 : codePoint > 0x7ff ? 2 : 1;
  const mark = more === 3 ? 0xf0 : more === 2 ? 0xe0 : 0xc0;
  into[at] = mark | (codePoint >> (6 * more));
  for (let k = 1; k <= more; k++) {
    into[at + k] = 0x80 | ((codePoint >> (6 * (more - k))) & 0x3f);
  }
  return at + more + 1;
}
