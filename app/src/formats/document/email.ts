import type { Limits } from "../limits.ts";
import type { DocumentRead } from "./document-read.ts";
import { readDocument } from "./document.ts";

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
  const lines = header.split(/\r?\n/).filter((line) => !/^[ \t]/.test(line));
  const whole = lines.slice(0, start.length < START ? undefined : -1);
  if (whole.length === 0 || !whole.every((line) => /^(?:[!-9;-~]+:|From )/.test(line)))
    return false;
  const known = whole.filter((line) => KNOWN.test(line));
  if (/\.eml$/i.test(name)) return known.length > 0;
  return known.length > 1 && known.some((line) => /^(?:from|received):/i.test(line));
}

/**
 * Reads an e-mail: headers ("header Subject"), bodies ("body line 3", "HTML body line 3"), names of
 * attachments, and the text of those that hold text, PDF or another message ("attachment 2 line
 * 5"). What is not read is noted.
 *
 * @throws Refusal "broken-document" or "bomb".
 */
export function readEmail(
  bytes: Uint8Array,
  name: string,
  limits: Limits,
): Promise<DocumentRead> {
  return readDocument("email", bytes, name, limits);
}
