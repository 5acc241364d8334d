import { addressParser, decodeWords, type Header } from "postal-mime";
import type { Secret } from "../../core/release/copy.ts";
import { Refusal } from "../../core/refusal.ts";
import { ENCRYPTED_INSIDE, parseMessage } from "./email-part.ts";
import { htmlToText } from "./html.ts";
import { decodeText } from "./lines.ts";
import { readPdfText } from "./pdf-text.ts";
import type { DocumentKind, Source } from "./source.ts";

/** The words of a document, and what of it is no part of them. */
export interface DocumentTexts {
  /** Fields that stand before the text, such as the subject of a mail. */
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  readonly text: string;
  /**
   * Addresses, properties, comments, names of files, pages without words: a copy is written without
   * them. The text is empty where only the place tells what it was.
   */
  readonly leftBehind: readonly Secret[];
}

/**
 * Takes the words out of a document. Headers of a mail other than subject and date, properties and
 * comments of a PDF, and attached files are left behind. Call it in a thread that can be stopped.
 *
 * @throws Refusal of the reader; "broken-document" where the body of a mail is encrypted.
 */
export async function readTexts(kind: DocumentKind, source: Source): Promise<DocumentTexts> {
  if (kind === "pdf") return await pdfTexts(source);
  if (kind === "email") return await messageTexts(source);
  return { fields: [], text: decodeText(source.bytes, source.name), leftBehind: [] };
}

async function pdfTexts(source: Source): Promise<DocumentTexts> {
  const { pages, properties, attachments } = await readPdfText(source);
  const leftBehind: Secret[] = properties.map(([name, text], i) => ({
    text,
    kind: /author|creator/i.test(name) ? "name" : "text",
    place: `document property ${i + 1}`,
  }));
  attachments.forEach((text, i) => {
    leftBehind.push({ text, kind: "file", place: `attached file ${i + 1} name` });
  });
  pages.forEach(({ comments, lines }, i) => {
    // A picture of a page, which nobody can take a word out of.
    const isBlank = lines.every((line) => line.trim() === "");
    if (isBlank) leftBehind.push({ text: "", kind: "text", place: `page ${i + 1}` });
    comments.forEach((text, k) => {
      leftBehind.push({ text, kind: "text", place: `page ${i + 1} comment ${k + 1}` });
    });
  });
  const text = pages.map(({ lines }) => lines.join("\n")).join("\n\n");
  return { fields: [], text, leftBehind };
}

async function messageTexts(source: Source): Promise<DocumentTexts> {
  const message = await parseMessage(source);
  const { headers, attachments } = message;
  const body = message.text ?? "";
  const text = body.trim() === "" ? htmlToText(message.html ?? "") : body;
  if (ENCRYPTED_INSIDE.test(text)) {
    const problem = "the body of this mail is encrypted";
    throw new Refusal("broken-document", source.name, problem, "decrypt it and give the result");
  }
  const files = attachments.map(({ filename }, i): Secret => {
    return { text: filename ?? "", kind: "file", place: `attachment ${i + 1}` };
  });
  const leftBehind = [...headers.flatMap(inHeader), ...files];
  return { fields: fieldsOf(headers), text, leftBehind };
}

/** Source: RFC 5322 section 3.6: who wrote to whom, and by which way it came, stays here. */
function fieldsOf(headers: readonly Header[]): DocumentTexts["fields"] {
  const subject = headers.find(({ key }) => key === "subject");
  const sent = Date.parse(headers.find(({ key }) => key === "date")?.value ?? "");
  return [
    ...(subject === undefined ? [] : [{ name: "Subject", value: decodeWords(subject.value) }]),
    ...(Number.isNaN(sent)
      ? []
      : [{ name: "Date", value: new Date(sent).toISOString().replace(".000Z", "Z") }]),
  ];
}

const CORRESPONDENTS =
  /^(?:from|sender|reply-to|to|cc|bcc|delivered-to|return-path|resent-.*|x-original-to|disposition-notification-to|errors-to)$/;
const IDENTIFIERS = /^(?:message-id|references|in-reply-to|content-id|thread-index)$/;

function inHeader({ key, value, originalKey }: Header): readonly Secret[] {
  const place = `header ${originalKey.replace(/[^!-9;-~]/g, "").slice(0, 64)}`;
  if (IDENTIFIERS.test(key)) {
    return value.split(/\s+/).map((one) => ({ text: one.replace(/[<>]/g, ""), kind: "id", place }));
  }
  if (CORRESPONDENTS.test(key)) {
    return addressParser(value, { flatten: true }).flatMap(({ name, address }) => [
      { text: address ?? "", kind: "address" as const, place },
      { text: decodeWords(name), kind: "name" as const, place },
    ]);
  }
  if (key === "subject" || key === "date") return [];
  return addressesIn(value).map((text) => ({ text, kind: "address", place }));
}

/** Addresses and hosts' numbers in headers that mail programs and servers write. */
function addressesIn(value: string): readonly string[] {
  return (
    value.slice(0, 10_000).match(/[\w.+-]{1,64}@[\w.-]{3,200}|\b(?:\d{1,3}\.){3}\d{1,3}\b/g) ?? []
  );
}
