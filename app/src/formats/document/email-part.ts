import PostalMime, { type Attachment, type Email } from "postal-mime";
import type { Note } from "../../core/item.ts";
import { Refusal } from "../../core/refusal.ts";
import { attachedText } from "./attached-text.ts";
import { addHeaders } from "./email-header.ts";
import { htmlToText } from "./html.ts";
import { looksLikePdf } from "./kind.ts";
import { toLines } from "./lines.ts";
import { addPdf } from "./pdf-part.ts";
import type { Source } from "./source.ts";

/** A message within a message within … deeper than this is not read, and noted. */
const DEEPEST = 5;
/** Messages within this one are read by us, each with its own headers and places. */
const OPTIONS = {
  forceRfc822Attachments: true,
  maxNestingDepth: 64,
  maxHeadersSize: 1024 * 1024,
} as const;
export const ENCRYPTED_INSIDE: RegExp = /^-----BEGIN PGP MESSAGE-----\s*$/m;

/**
 * Adds what a message says, with its bodies and attachments; returns notes on what is not read.
 * Call it in a thread that can be stopped.
 *
 * @throws Refusal "broken-document" when it has no header or its parts cannot be told apart.
 */
export async function addMessage(source: Source, depth = 1): Promise<readonly Note[]> {
  const { before, set } = source;
  const message = await parseMessage(source);
  addHeaders(message.headers, before, set);
  const html = htmlToText(message.html ?? "");
  for (const line of toLines(message.text ?? "", `${before}body`, `${before}body`)) {
    set.addLine(line);
  }
  for (const line of toLines(html, `${before}body`, `${before}HTML body`)) set.addLine(line);
  const notes: Note[] = [];
  if (ENCRYPTED_INSIDE.test(message.text ?? "")) {
    notes.push(unread(source, "body", "body-not-read", "the body is encrypted and is not read"));
  }
  for (const [i, attachment] of message.attachments.entries()) {
    notes.push(...(await addAttachment(source, attachment, `attachment ${i + 1}`, depth)));
  }
  return notes;
}

/**
 * A message and its parts, decoded.
 *
 * @throws Refusal "broken-document".
 */
export async function parseMessage({
  bytes,
  name,
}: Pick<Source, "bytes" | "name">): Promise<Email> {
  const remedy = "save it again as .eml from the mail program";
  try {
    const message = await PostalMime.parse(bytes, OPTIONS);
    if (message.headers.length > 0) return message;
  } catch {
    throw new Refusal(
      "broken-document",
      name,
      "the parts of this e-mail cannot be told apart",
      remedy,
    );
  }
  throw new Refusal("broken-document", name, "this e-mail has no header", remedy);
}

/** Adds an attachment's name and, where it can be read, its content. */
async function addAttachment(
  source: Source,
  attachment: Attachment,
  label: string,
  depth: number,
): Promise<readonly Note[]> {
  const unit = source.before + label;
  const { filename, description, mimeType } = attachment;
  for (const text of [filename, description]) {
    if (text) source.set.addLine({ unit, place: `${unit} name`, text });
  }
  const inner = { ...source, bytes: contentOf(attachment), before: `${unit} ` };
  try {
    if (mimeType === "message/rfc822" && depth < DEEPEST) return await addMessage(inner, depth + 1);
    if (looksLikePdf(inner.bytes)) return await addPdf(inner);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
  const text = attachedText(inner.bytes, mimeType, filename ?? "");
  if (text === undefined)
    return [unread(source, label, "attachment-not-read", saysUnread(mimeType))];
  for (const line of toLines(text, unit, unit)) source.set.addLine(line);
  return [];
}

function unread({ before, set }: Source, label: string, code: string, says: string): Note {
  const place = before + label;
  set.addUnread({ unit: place, place, text: "" }, says);
  return { code, place, says };
}

function saysUnread(mimeType: string): string {
  const isPlain = /^[a-z0-9.+-]{1,64}\/[a-z0-9.+-]{1,64}$/.test(mimeType);
  return `this attachment${isPlain ? ` (${mimeType})` : ""} is not read`;
}

function contentOf({ content }: Attachment): Uint8Array {
  if (typeof content === "string") return new TextEncoder().encode(content);
  return content instanceof Uint8Array ? content : new Uint8Array(content);
}
