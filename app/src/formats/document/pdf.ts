import type { Limits } from "../limits.ts";
import type { DocumentRead } from "./document-read.ts";
import { readDocument } from "./document.ts";

/** Does this start as a PDF does (ISO 32000-2 section 7.5.2), a byte order mark or space apart? */
export function looksLikePdf(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 16)).toString("latin1");
  return /^(?:\xef\xbb\xbf)?\s{0,8}%PDF-/.test(start);
}

/**
 * Reads the text layer, comments, form fields, properties and outline of a PDF: "page 2 line 4",
 * "page 2 comment 1", "document property 3". Pictures are not read: a page without text is noted.
 *
 * @throws Refusal "broken-document" (damaged, locked, too slow), "too-large" (too many pages) or
 *   "bomb" (too much memory).
 */
export function readPdf(
  bytes: Uint8Array,
  name: string,
  limits: Limits,
): Promise<DocumentRead> {
  return readDocument("pdf", bytes, name, limits);
}
