import { getDocumentProxy } from "unpdf";
import { Refusal } from "../../core/refusal.ts";
import type { Source } from "./source.ts";

/** All words of a PDF. */
export interface PdfText {
  readonly pages: readonly PdfPage[];
  /** Document properties, as name and value. */
  readonly properties: readonly (readonly [string, string])[];
  /** Titles in the table of contents that viewers show. */
  readonly outline: readonly string[];
  /** Names of the files attached to it. */
  readonly attachments: readonly string[];
  /** Encrypted with an empty password: open to all, with rights withheld. */
  readonly isRestricted: boolean;
  /** The content is an XFA form, which is not read. */
  readonly isForm: boolean;
}

export interface PdfPage {
  readonly lines: readonly string[];
  /** Comments, form fields and their authors. */
  readonly comments: readonly string[];
}

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;
type Outline = Awaited<ReturnType<Pdf["getOutline"]>>;

/** Nothing is rendered, evaluated or fetched. */
const OPTIONS = {
  isEvalSupported: false,
  useSystemFonts: false,
  useWasm: false,
  useWorkerFetch: false,
  enableXfa: false,
  verbosity: 0,
};

/**
 * Takes all words out of a PDF. Call it in a thread that can be stopped.
 *
 * @throws Refusal "broken-document" or "too-large".
 */
export async function readPdfText({ bytes, name, limits }: Source): Promise<PdfText> {
  try {
    // The parser takes the buffer over, so it gets a copy.
    const pdf = await getDocumentProxy(bytes.slice(), OPTIONS);
    if (pdf.numPages > limits.pdfPages) throw tooManyPages(name, limits.pdfPages);
    return await everything(pdf);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw isLocked(error)
      ? new Refusal("broken-document", name, "this PDF needs a password", "give it without one")
      : new Refusal("broken-document", name, "this PDF is damaged", "ask for it again");
  }
}

async function everything(pdf: Pdf): Promise<PdfText> {
  const pages: PdfPage[] = [];
  for (let number = 1; number <= pdf.numPages; number++) pages.push(await readPage(pdf, number));
  const { info, metadata } = await pdf.getMetadata();
  const attachments = (await pdf.getAttachments()) ?? new Map<string, unknown>();
  return {
    pages,
    properties: [...texts(info), ...texts(Object.fromEntries(metadata ?? []))],
    outline: titles(await pdf.getOutline()),
    attachments: [...attachments.keys()],
    isRestricted: (await pdf.getPermissions()) !== null,
    isForm: pdf.isPureXfa,
  };
}

async function readPage(pdf: Pdf, number: number): Promise<PdfPage> {
  const page = await pdf.getPage(number);
  const { items } = await page.getTextContent();
  const text = items.map((item) => ("str" in item ? item.str + (item.hasEOL ? "\n" : "") : ""));
  const annotations = (await page.getAnnotations()) as readonly Record<string, unknown>[];
  page.cleanup();
  return { lines: text.join("").split("\n"), comments: annotations.flatMap(words) };
}

/** Where an annotation keeps words: its text, its author, a field's value and label. */
function words(annotation: Record<string, unknown>): readonly string[] {
  const { contentsObj, titleObj, fieldValue, alternativeText } = annotation;
  return [contentsObj, titleObj, fieldValue, alternativeText]
    .flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value]))
    .map((value) => (isRecord(value) ? value["str"] : value))
    .filter((value) => typeof value === "string" && value !== "")
    .map(String);
}

/** Every text in a record of properties, in its lists and in the records in it, with its name. */
function texts(record: object): readonly (readonly [string, string])[] {
  return Object.entries(record).flatMap(([name, value]: [string, unknown]) => {
    const inner = isRecord(value) ? Object.entries(value) : [[name, value] as const];
    return inner.flatMap(([key, one]: readonly [string, unknown]) =>
      (Array.isArray(one) ? (one as unknown[]) : [one])
        .filter((text) => typeof text === "string")
        .map((text) => [key, text] as const),
    );
  });
}

function titles(outline: Outline): readonly string[] {
  const found: string[] = [];
  const open = [...(outline ?? [])];
  for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
    found.push(entry.title);
    open.push(...(entry.items as NonNullable<Outline>));
  }
  return found.reverse();
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && error.name === "PasswordException";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function tooManyPages(name: string, most: number): Refusal {
  return new Refusal("too-large", name, `this PDF has more than ${most} pages`, "split it");
}
