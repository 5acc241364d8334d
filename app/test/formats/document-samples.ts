import { createHash } from "node:crypto";
import type { Claim } from "../../src/core/item.ts";
import { readDocument } from "../../src/formats/document/document.ts";
import type { DocumentRead } from "../../src/formats/document/document-read.ts";
import type { DocumentKind } from "../../src/formats/document/source.ts";
import { DEFAULT_LIMITS, type Limits } from "../../src/formats/limits.ts";

export function read(
  kind: DocumentKind,
  content: string | Uint8Array,
  limits: Partial<Limits> = {},
): Promise<DocumentRead> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return readDocument(kind, bytes, "sample", { ...DEFAULT_LIMITS, ...limits });
}

/** The claims of a document that has one part. */
export function claimsOf(document: DocumentRead): readonly Claim[] {
  return document.parts.flatMap((part) => part.claims);
}

/** Claims as "fact=value @ place", which is all that most tests are about. */
export function briefly(document: DocumentRead): readonly string[] {
  return claimsOf(document).map(({ fact, value, place }) => `${fact}=${value} @ ${place}`);
}

export interface PdfSample {
  /** One list of lines for each page. */
  readonly pages: readonly (readonly string[])[];
  /** More entries of the first page's dictionary. */
  readonly page?: string;
  /** More entries of the catalog. */
  readonly catalog?: string;
  /** More objects, numbered from 10. */
  readonly objects?: readonly string[];
  /** More entries of the trailer. */
  readonly trailer?: string;
  /** Applied to each content stream, to encrypt it. */
  readonly cipher?: (stream: Buffer, object: number) => Buffer;
}

const FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";

/** A small, sound PDF: at most three pages. Objects: 1 catalog, 2 pages, 3 font, 4-6 pages, 7-9 contents. */
export function makePdf(sample: PdfSample): Buffer {
  const kids = sample.pages.map((_, i) => `${4 + i} 0 R`).join(" ");
  const objects = new Map<number, Buffer>([
    [1, latin(`<< /Type /Catalog /Pages 2 0 R ${sample.catalog ?? ""} >>`)],
    [2, latin(`<< /Type /Pages /Kids [${kids}] /Count ${sample.pages.length} >>`)],
    [3, latin(FONT)],
  ]);
  sample.pages.forEach((lines, i) => {
    const more = i === 0 ? (sample.page ?? "") : "";
    objects.set(
      4 + i,
      latin(
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${7 + i} 0 R /Resources << /Font << /F 3 0 R >> >> ${more} >>`,
      ),
    );
    const content = latin(contentOf(lines));
    objects.set(7 + i, stream(sample.cipher?.(content, 7 + i) ?? content));
  });
  sample.objects?.forEach((object, i) => objects.set(10 + i, latin(object)));
  return assemble(objects, sample.trailer ?? "");
}

export function stream(content: Buffer, entries = ""): Buffer {
  const head = latin(`<< /Length ${content.length} ${entries} >>\nstream\n`);
  return Buffer.concat([head, content, latin("\nendstream")]);
}

/** Encryption with an empty password (RC4, 40 bits, standard handler revision 2): opens for all. */
export function encrypted(pages: PdfSample["pages"], isLocked: boolean): Buffer {
  const id = Buffer.alloc(16, 7);
  const owner = Buffer.alloc(32, 9);
  const rights = Buffer.from([0xc0, 0xff, 0xff, 0xff]);
  const key = md5(PADDING, owner, rights, id).subarray(0, 5);
  const user = isLocked ? Buffer.alloc(32, 1) : rc4(key, PADDING);
  const dictionary = `<< /Filter /Standard /V 1 /R 2 /P ${rights.readInt32LE()} /O <${owner.toString("hex")}> /U <${user.toString("hex")}> >>`;
  return makePdf({
    pages,
    objects: [dictionary],
    trailer: `/Encrypt 10 0 R /ID [<${id.toString("hex")}> <${id.toString("hex")}>]`,
    cipher: (content, object) =>
      rc4(md5(key, Buffer.from([object, 0, 0, 0, 0])).subarray(0, 10), content),
  });
}

/** PDF 1.7 section 7.6.3.3, the padding of passwords. */
const PADDING = Buffer.from(
  "28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a",
  "hex",
);

function contentOf(lines: readonly string[]): string {
  const shown = lines.map((line) => `(${line.replace(/[()\\]/g, "\\$&")}) Tj 0 -14 Td`);
  return `BT /F 12 Tf 72 720 Td ${shown.join(" ")} ET`;
}

function assemble(objects: ReadonlyMap<number, Buffer>, trailer: string): Buffer {
  const chunks = [latin("%PDF-1.7\n")];
  const size = Math.max(...objects.keys()) + 1;
  const table = new Map<number, number>();
  let at = 9;
  for (const [number, object] of objects) {
    table.set(number, at);
    const chunk = Buffer.concat([latin(`${number} 0 obj\n`), object, latin("\nendobj\n")]);
    chunks.push(chunk);
    at += chunk.length;
  }
  const rows = Array.from({ length: size }, (_, i) => row(table.get(i)));
  chunks.push(
    latin(
      `xref\n0 ${size}\n${rows.join("")}trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${at}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(chunks);
}

function row(offset: number | undefined): string {
  return offset === undefined
    ? "0000000000 65535 f \n"
    : `${String(offset).padStart(10, "0")} 00000 n \n`;
}

function latin(text: string): Buffer {
  return Buffer.from(text, "latin1");
}

function md5(...parts: readonly Buffer[]): Buffer {
  return createHash("md5").update(Buffer.concat(parts)).digest();
}

function rc4(key: Uint8Array, data: Uint8Array): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, i) => i);
  const at = (i: number) => state[i & 255] ?? 0;
  const swap = (a: number, b: number) => {
    [state[a & 255], state[b & 255]] = [at(b), at(a)];
  };
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + at(i) + (key[i % key.length] ?? 0)) & 255;
    swap(i, j);
  }
  let j = 0;
  return Buffer.from(
    data.map((byte, n) => {
      j = (j + at(n + 1)) & 255;
      swap(n + 1, j);
      return byte ^ at(at(n + 1) + at(j));
    }),
  );
}
