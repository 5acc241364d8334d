import { deflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { looksLikePdf } from "../../src/formats/document/kind.ts";
import { briefly, encrypted, makePdf, read, stream } from "./document-samples.ts";

test("a marking is found with its page and line", async () => {
  const pdf = makePdf({
    pages: [
      ["A title", "Marked TLP:AMBER for you"],
      ["Next", "TLP:RED"],
    ],
  });
  const document = await read("pdf", pdf);
  expect(document).toMatchObject({ format: "pdf", notes: [] });
  expect(document.parts).toMatchObject([{ id: "", type: "pdf", place: "" }]);
  expect(briefly(document)).toEqual(["tlp=amber @ page 1 line 2", "tlp=red @ page 2 line 2"]);
});

test("the same marking is claimed once for each page", async () => {
  const page = ["TLP:GREEN", "text", "TLP:GREEN"];
  const document = await read("pdf", makePdf({ pages: [page, page] }));
  expect(briefly(document)).toEqual(["tlp=green @ page 1 line 1", "tlp=green @ page 2 line 1"]);
});

test("a label drawn in two pieces is one label", async () => {
  const content = Buffer.from("BT /F 12 Tf 72 720 Td (TLP:AM) Tj (BER) Tj ET");
  const pdf = makePdf({
    pages: [["x"]],
    page: "/Contents 10 0 R",
    objects: [String(stream(content))],
  });
  expect(briefly(await read("pdf", pdf))).toContain("tlp=amber @ page 1 line 1");
});

test("document properties, comments, form fields and the outline are read", async () => {
  const pdf = makePdf({
    pages: [["text"]],
    page: "/Annots [11 0 R 12 0 R]",
    catalog: "/Outlines 13 0 R /AcroForm << /Fields [12 0 R] >>",
    objects: [
      "<< /Title (Report TLP:GREEN) /Rubricering (Stg. GEHEIM) >>",
      "<< /Type /Annot /Subtype /Text /Rect [1 1 9 9] /Contents (this is TLP:RED) /T (Writer) >>",
      "<< /Type /Annot /Subtype /Widget /FT /Tx /T (f) /V (write to a@example.org) /Rect [1 1 9 9] >>",
      "<< /Type /Outlines /First 14 0 R /Last 14 0 R /Count 1 >>",
      "<< /Title (Annex TLP:AMBER+STRICT) /Parent 13 0 R /Dest [4 0 R /Fit] >>",
    ],
    trailer: "/Info 10 0 R",
  });
  const claims = briefly(await read("pdf", pdf));
  expect(claims).toContain("tlp=amber+strict @ outline entry 1");
  expect(claims).toContain("tlp=red @ page 1 comment 1");
  expect(claims).toContain("personal=true @ page 1 comment 3");
  expect(claims.filter((claim) => claim.startsWith("tlp=green @ document property"))).toHaveLength(
    1,
  );
  expect(claims).toContainEqual(
    expect.stringMatching(/^classification=secret @ document property/),
  );
});

test("a page without text is noted, and leaves subject and marking unknown", async () => {
  const document = await read("pdf", makePdf({ pages: [["text"], []] }));
  expect(document.notes).toMatchObject([{ code: "page-not-read", place: "page 2" }]);
  expect(briefly(document)).toEqual([
    "subjectKnown=false @ page 2",
    "unreadableMarkings=a part that is not read @ page 2",
  ]);
});

test("an attached file is noted by number, its name is read as text", async () => {
  const pdf = makePdf({
    pages: [["text"]],
    catalog: "/Names << /EmbeddedFiles << /Names [(a) 10 0 R] >> >>",
    objects: [
      "<< /Type /Filespec /F (TLP-RED list.csv) /UF (TLP-RED list.csv) /EF << /F 11 0 R >> >>",
      String(stream(Buffer.from("x"), "/Type /EmbeddedFile")),
    ],
  });
  const document = await read("pdf", pdf);
  expect(document.notes).toMatchObject([{ code: "attachment-not-read", place: "attached file 1" }]);
  expect(briefly(document)).toContain("subjectKnown=false @ attached file 1");
});

test("an encrypted PDF that needs no password is read, and noted", async () => {
  const document = await read("pdf", encrypted([["TLP:AMBER"]], false));
  expect(briefly(document)).toEqual(["tlp=amber @ page 1 line 1"]);
  expect(document.notes).toMatchObject([{ code: "pdf-restricted" }]);
});

test("an encrypted PDF that needs a password is refused", async () => {
  await expect(read("pdf", encrypted([["TLP:AMBER"]], true))).rejects.toMatchObject({
    code: "broken-document",
    message: "sample: this PDF needs a password; give it without one",
  });
});

test.each([
  ["nothing", Buffer.alloc(0)],
  ["a header only", Buffer.from("%PDF-1.7\n")],
  ["junk", Buffer.from(`%PDF-1.7\n${"obj endobj stream ".repeat(100)}`)],
  ["half of a PDF", makePdf({ pages: [["text"]] }).subarray(0, 150)],
])("%s is refused as damaged", async (_what, bytes) => {
  await expect(read("pdf", bytes)).rejects.toMatchObject({ code: "broken-document" });
});

test("a page tree that is a ring has nothing to read, and that is noted", async () => {
  const document = await read("pdf", Buffer.from(ring()));
  expect(document.notes).toMatchObject([{ code: "page-not-read" }]);
});

test("more pages than the limit are refused", async () => {
  const pdf = makePdf({ pages: [["1"], ["2"], ["3"]] });
  await expect(read("pdf", pdf, { pdfPages: 2 })).rejects.toMatchObject({ code: "too-large" });
  await expect(read("pdf", pdf, { pdfPages: 3 })).resolves.toMatchObject({ format: "pdf" });
});

test("a PDF that unfolds without end is stopped by the clock", async () => {
  await expect(read("pdf", unfolding(), { pdfMilliseconds: 1_500 })).rejects.toMatchObject({
    code: "broken-document",
    message: expect.stringContaining("could not be read within 1.5 seconds") as string,
  });
});

test("a PDF that inflates to more memory than the limit is stopped", async () => {
  const zeros = deflateSync(deflateSync(Buffer.alloc(300 * 1024 * 1024, " ")));
  const bomb = stream(zeros, "/Filter [/FlateDecode /FlateDecode]").toString("latin1");
  const pdf = makePdf({ pages: [["x"]], page: "/Contents 10 0 R", objects: [bomb] });
  expect(pdf.length).toBeLessThan(10_000);
  await expect(
    read("pdf", pdf, { pdfMemory: 100 * 1024 * 1024, pdfMilliseconds: 60_000 }),
  ).rejects.toMatchObject({
    code: "bomb",
  });
});

test("what a claim says never repeats the address or number it found", async () => {
  const document = await read(
    "pdf",
    makePdf({ pages: [["jan.jansen@example.nl +31 6 12345678"]] }),
  );
  expect(JSON.stringify(document)).not.toMatch(/jansen|12345678/);
});

test("a PDF is known by its first bytes", () => {
  const bytes = (text: string) => Buffer.from(text, "latin1");
  expect(looksLikePdf(bytes("%PDF-1.4\n"))).toBe(true);
  expect(looksLikePdf(bytes("\xef\xbb\xbf\r\n%PDF-1.4\n"))).toBe(true);
  expect(looksLikePdf(bytes("See %PDF-1.4"))).toBe(false);
  expect(looksLikePdf(bytes("%PD"))).toBe(false);
});

function ring(): string {
  return "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [2 0 R] /Count 9 >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n";
}

/** Ten drawings, each of which draws the next ten times. */
function unfolding(): Buffer {
  const drawing = (i: number) =>
    stream(
      Buffer.from(i === 9 ? "BT /F 1 Tf (TLP:RED) Tj ET ".repeat(10) : "/X Do ".repeat(10)),
      `/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F 3 0 R >> /XObject << /X ${12 + i} 0 R >> >>`,
    );
  const first = String(stream(Buffer.from("/X Do")));
  const objects = [first, ...Array.from({ length: 10 }, (_, i) => String(drawing(i)))];
  return makePdf({
    pages: [["x"]],
    page: "/Contents 10 0 R /Resources << /XObject << /X 11 0 R >> >>",
    objects,
  });
}
