import { DEFAULT_LIMITS, type Limits } from "../limits.ts";
import type { DocumentRead } from "./document-read.ts";
import { readDocument } from "./document.ts";

/**
 * Reads plain text, UTF-8 or UTF-16 with a byte order mark: "line 12".
 *
 * @throws Refusal "bad-utf8", "unknown-format", and for large files "broken-document" or "bomb".
 */
export function readText(
  bytes: Uint8Array,
  name: string,
  limits: Limits = DEFAULT_LIMITS,
): Promise<DocumentRead> {
  return readDocument("text", bytes, name, limits);
}

/** The same for Markdown, read as its reader sees it: `**TLP:** AMBER` is TLP:AMBER. */
export function readMarkdown(
  bytes: Uint8Array,
  name: string,
  limits: Limits = DEFAULT_LIMITS,
): Promise<DocumentRead> {
  return readDocument("markdown", bytes, name, limits);
}
