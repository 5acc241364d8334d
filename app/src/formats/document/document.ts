import type { Limits } from "../limits.ts";
import { ClaimSet } from "./claim-set.ts";
import { addCsv } from "./csv-part.ts";
import { documentOf, type DocumentRead } from "./document-read.ts";
import type { DocumentKind } from "./source.ts";
import { addMarkdown, addText } from "./text-part.ts";
import { readInThread } from "./thread.ts";

/** Text up to this size takes well under a second whatever is in it, so it needs no thread. */
const SMALL = 256 * 1024;
const TEXTS = { text: addText, markdown: addMarkdown, csv: addCsv };

/**
 * Reads a document into one part with its claims, each with its place: "line 12" (text, Markdown,
 * CSV), "page 2 line 4", "page 2 comment 1", "document property 3" (PDF), "header Subject", "body
 * line 3", "HTML body line 3", "attachment 2 line 5" (e-mail). Nothing is rendered or fetched; what
 * is not read (pictures, archives, what is encrypted) is noted.
 *
 * Text is UTF-8, or UTF-16 with a byte order mark. PDF, e-mail and large text are read in a thread
 * of their own, which is stopped when it takes more time or memory than `limits` allow.
 *
 * @throws Refusal "bad-utf8", "unknown-format" (not text), "broken-document" (damaged, locked, too
 *   slow), "too-large" (too many pages) or "bomb" (too much memory).
 */
export async function readDocument(
  kind: DocumentKind,
  bytes: Uint8Array,
  name: string,
  limits: Limits,
): Promise<DocumentRead> {
  const needsThread = kind === "pdf" || kind === "email" || bytes.length > SMALL;
  if (needsThread) return await readInThread({ kind, bytes, name, limits });
  const set = new ClaimSet();
  const notes = TEXTS[kind]({ bytes, name, limits, before: "", set });
  return documentOf(kind, set.claims, notes);
}
