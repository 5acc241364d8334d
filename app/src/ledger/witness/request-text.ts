const NEWLINE = 10;
const DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Where the first empty line begins: the index of the newline before it. */
export function linesBefore(bytes: Uint8Array): number | undefined {
  const end = bytes.findIndex((byte, at) => byte === NEWLINE && bytes[at + 1] === NEWLINE);
  return end < 0 ? undefined : end;
}

/** The text of UTF-8 bytes, or undefined when they are not. */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return DECODER.decode(bytes);
  } catch {
    return undefined;
  }
}
