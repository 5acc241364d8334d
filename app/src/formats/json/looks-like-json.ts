/**
 * Are these bytes meant as JSON? By the ending of the file's name (".json"), else by the first character
 * that is no white space.
 */
export function looksLikeJson(bytes: Uint8Array, ending: string): boolean {
  if (ending === ".txt") return false;
  if (ending === ".json" || ending === ".stix" || ending === ".stix2") return true;
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const start = bytes.findIndex((byte, i) => byte > 0x20 && !(hasMark && i < 3));
  return start >= 0 && (bytes[start] === 0x7b || bytes[start] === 0x5b);
}
