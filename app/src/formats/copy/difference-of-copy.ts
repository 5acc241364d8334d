import type { Copy } from "../../core/release/copy.ts";
import {
  compareParts,
  type ComparedPart,
  type PartDifference,
} from "../../core/release/difference.ts";
import { takeBytes } from "../bytes.ts";
import { decodeText } from "../document/lines.ts";
import { textsInThread } from "../document/thread.ts";
import { parseJson } from "../json/parse.ts";
import type { Limits } from "../limits.ts";
import { jsonParts } from "./compared-parts.ts";

/** What of a copy it takes to compare it. */
export type ComparedCopy = Pick<Copy, "bytes" | "format" | "mediaType" | "ids">;

/**
 * How a copy differs from the bytes it was made from: object by object for STIX and MISP, line by line for
 * what leaves as text. For the desk only: it shows what was removed.
 *
 * @throws Refusal of the reader of the original.
 */
export async function differenceOfCopy(
  original: Uint8Array,
  copy: ComparedCopy,
  limits: Limits,
): Promise<readonly PartDifference[]> {
  const { bytes } = await takeBytes(original, "the original", limits);
  const before = await partsOf(bytes, copy.format, limits);
  const after = isJson(copy)
    ? jsonParts(parseJson(copy.bytes, "the copy", limits))
    : [textPart(decodeText(copy.bytes, "the copy"))];
  return compareParts(before, after, copy.ids);
}

async function partsOf(
  bytes: Uint8Array,
  format: Copy["format"],
  limits: Limits,
): Promise<readonly ComparedPart[]> {
  const name = "the original";
  switch (format) {
    case "stix-2.0":
    case "stix-2.1":
    case "misp":
    case "csaf":
      return jsonParts(parseJson(bytes, name, limits));
    case "pdf":
    case "email": {
      const { fields, text } = await textsInThread({ kind: format, bytes, name, limits });
      const heads = fields.map((field) => `${field.name}: ${field.value}`);
      return [textPart([...heads, text].join("\n"))];
    }
    default:
      return [textPart(decodeText(bytes, name))];
  }
}

function isJson({ mediaType }: ComparedCopy): boolean {
  return /[/+]json\b/.test(mediaType);
}

function textPart(text: string): ComparedPart {
  return { id: "", title: "the text", lines: text.split(/\r\n|\r|\n/) };
}
