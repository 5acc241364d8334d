import { htmlToText } from "./html.ts";

const TEXT_TYPE =
  /^(?:text\/|application\/(?:json|xml|x-yaml|yaml|csv)$|application\/[^ ]*\+(?:json|xml)$)/;
const TEXT_NAME = /\.(?:txt|md|csv|tsv|json|xml|ya?ml|log|html?|eml|ics|stix2?)$/i;

/**
 * The text of an attachment, when its type or its name says that it is text and its bytes agree;
 * undefined when it is not to be read. Mail often calls files by the wrong character set, so what
 * is not UTF is read as windows-1252: markings and addresses look the same in it.
 */
export function attachedText(
  bytes: Uint8Array,
  mimeType: string,
  name: string,
): string | undefined {
  if (!TEXT_TYPE.test(mimeType) && !TEXT_NAME.test(name)) return undefined;
  const text = decode(bytes);
  if (text.includes("\0")) return undefined;
  return mimeType === "text/html" || /\.html?$/i.test(name) ? htmlToText(text) : text;
}

function decode(bytes: Uint8Array): string {
  for (const encoding of [markedEncoding(bytes), "utf-8"]) {
    try {
      if (encoding !== undefined) return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Not this one.
    }
  }
  return new TextDecoder("windows-1252").decode(bytes);
}

/** What a byte order mark of UTF-16 says. */
function markedEncoding(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : undefined;
}
