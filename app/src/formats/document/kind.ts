import type { DocumentKind } from "./source.ts";

/** Headers that mail has and hardly anything else does. */
const KNOWN =
  /^(?:from|to|cc|subject|date|message-id|mime-version|received|return-path|delivered-to|reply-to|sender|content-type|dkim-signature):/i;
const START = 16 * 1024;

/**
 * Do these bytes start with the header of an e-mail (RFC 5322 section 2.2)? Two known headers, From
 * or Received among them, at the very start; for a name ending in .eml one known header is enough.
 */
export function looksLikeEmail(bytes: Uint8Array, name: string): boolean {
  const start = Buffer.from(bytes.subarray(0, START)).toString("latin1");
  const [header = ""] = start.replace(/^\xef\xbb\xbf/, "").split(/\r?\n\r?\n/, 1);
  const lines = header.split(/\r?\n/).filter((line) => line !== "" && !/^[ \t]/.test(line));
  const whole = lines.slice(0, start.length < START ? undefined : -1);
  if (whole.length === 0 || !whole.every((line) => /^(?:[!-9;-~]+:|From )/.test(line)))
    return false;
  const known = whole.filter((line) => KNOWN.test(line));
  if (/\.eml$/i.test(name)) return known.length > 0;
  return known.length > 1 && known.some((line) => /^(?:from|received):/i.test(line));
}

/** Does this start as a PDF does (ISO 32000-2 section 7.5.2), a byte order mark or space apart? */
export function looksLikePdf(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 16)).toString("latin1");
  return /^(?:\xef\xbb\xbf)?\s{0,8}%PDF-/.test(start);
}

/**
 * The kind of a document, CSAF apart: by its bytes, else by its name. "text" where neither says
 * more: whether it is text at all, its reader finds out.
 */
export function documentKind(bytes: Uint8Array, name: string): DocumentKind {
  if (looksLikePdf(bytes)) return "pdf";
  if (looksLikeEmail(bytes, name)) return "email";
  if (/\.(?:csv|tsv)$/i.test(name)) return "csv";
  return /\.(?:md|markdown)$/i.test(name) ? "markdown" : "text";
}
