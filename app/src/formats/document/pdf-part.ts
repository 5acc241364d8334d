import type { Note } from "../../core/item.ts";
import type { ClaimSet } from "./claim-set.ts";
import type { Line } from "./lines.ts";
import { readMarkingField } from "./marking-field.ts";
import { readPdfText, type PdfPage, type PdfText } from "./pdf-text.ts";
import type { Source } from "./source.ts";

/**
 * Adds what a PDF says; returns notes on what it holds and is not read.
 *
 * @throws Refusal "broken-document" or "too-large".
 */
export async function addPdf(source: Source): Promise<readonly Note[]> {
  const { before, set } = source;
  const text = await readPdfText(source);
  text.properties.forEach(([name, value], i) => {
    const line = lineAt(before, "document properties", `document property ${i + 1}`, value);
    set.addLine({ ...line, text: `${name}: ${value}` });
    set.addMarkings(line, readMarkingField(name, value));
  });
  text.outline.forEach((title, i) =>
    set.addLine(lineAt(before, "outline", `outline entry ${i + 1}`, title)),
  );
  text.pages.forEach((page, i) => addPage(page, before, `page ${i + 1}`, set));
  return notRead(text, before, set);
}

function addPage(page: PdfPage, before: string, unit: string, set: ClaimSet): void {
  page.lines.forEach((text, i) => set.addLine(lineAt(before, unit, `${unit} line ${i + 1}`, text)));
  page.comments.forEach((text, i) =>
    set.addLine(lineAt(before, unit, `${unit} comment ${i + 1}`, text)),
  );
}

/** Each thing that is not read leaves the subject of the document unknown. */
function notRead(text: PdfText, before: string, set: ClaimSet): readonly Note[] {
  const notes: Note[] = [];
  const note = (code: string, unit: string, says: string): void => {
    const line = lineAt(before, unit, unit, "");
    notes.push({ code, place: line.place, says });
    set.addUnread(line, says);
  };
  text.attachments.forEach((file, i) => {
    const unit = `attached file ${i + 1}`;
    set.addLine(lineAt(before, unit, `${unit} name`, file));
    note("attachment-not-read", unit, "a file attached to the PDF is not read");
  });
  text.pages.forEach(({ lines }, i) => {
    if (lines.some((line) => line.trim() !== "")) return;
    note("page-not-read", `page ${i + 1}`, "this page has no text layer; pictures are not read");
  });
  if (text.isForm) note("form-not-read", "form", "the content is an XFA form, which is not read");
  if (text.isRestricted) {
    const says = "it opens without a password but its author withheld rights to it";
    notes.push({ code: "pdf-restricted", place: `${before}document`, says });
  }
  return notes;
}

function lineAt(before: string, unit: string, place: string, text: string): Line {
  return { unit: before + unit, place: before + place, text };
}
