import { BASE64, END } from "./encodings.ts";

/** Characters; shorter than this nothing packed holds anything. */
export const LEAST_PACKED = 27;

/** How the headers of gzip, a zip's first member and a PDF read in base64. */
const HEADERS = ["H4sI", "UEsDB", "JVBERi"].map((text) =>
  Array.from(text, (one) => BASE64[one.charCodeAt(0)] ?? END),
);

/** Where in a run of base64, given by its values, something packed begins; before it may stand more. */
export function* packedIn(values: Uint8Array, length: number): Generator<number> {
  for (let at = 0; at + LEAST_PACKED < length; at++) {
    const value = values[at];
    if (value !== 7 && value !== 20 && value !== 9) continue;
    const isHeader = HEADERS.some((header) => header.every((one, k) => values[at + k] === one));
    if (isHeader) yield at;
  }
}

/** gzip (RFC 1952), zip, PDF, or zlib at its usual settings (RFC 1950 section 2.2). */
export function isPacked(bytes: Uint8Array, size: number = bytes.length): boolean {
  if (size < 8) return false;
  const [a, b, c, d] = bytes;
  if (a === 0x1f && b === 0x8b && c === 8) return true;
  if (a === 0x50 && b === 0x4b && (c === 3 || c === 5)) return true;
  if (a === 0x25 && b === 0x50 && c === 0x44 && d === 0x46) return true;
  return a === 0x78 && (b === 0x01 || b === 0x5e || b === 0x9c || b === 0xda);
}
