import fc from "fast-check";
import { expect, test } from "vitest";
import { Refusal } from "../../src/core/refusal.ts";
import { documentKind, looksLikeEmail } from "../../src/formats/document/kind.ts";
import { briefly, claimsOf, read } from "./document-samples.ts";

test("a marking in plain text is claimed at its line", async () => {
  const document = await read("text", "Report\n\nThis is TLP:AMBER+STRICT.\n");
  expect(document).toMatchObject({ format: "text", notes: [] });
  expect(document.parts).toMatchObject([{ id: "", type: "text", place: "" }]);
  expect(briefly(document)).toEqual(["tlp=amber+strict @ line 3"]);
});

test("the same marking is claimed once, at its first line", async () => {
  const document = await read("text", "TLP:GREEN\nx\nTLP:GREEN\nTLP:RED\n");
  expect(briefly(document)).toEqual(["tlp=green @ line 1", "tlp=red @ line 4"]);
});

test("a document that says nothing has no claims: what is unknown stays unknown", async () => {
  const document = await read("text", "The quick brown fox\n");
  expect(claimsOf(document)).toEqual([]);
  expect(claimsOf(await read("text", ""))).toEqual([]);
});

test("lines are counted as editors count them, whatever ends them", async () => {
  const document = await read("text", "1\r\n2\r3\n\nTLP:RED");
  expect(briefly(document)).toEqual(["tlp=red @ line 5"]);
});

test("personal data and protected professions are claimed without repeating them", async () => {
  const document = await read("text", "x\nHer lawyer: jan.jansen@example.nl\nthe journalist\n");
  expect(briefly(document)).toEqual([
    "personal=true @ line 2",
    "identifiesOrLocates=true @ line 2",
    "lawyerClient=true @ line 2",
    "journalist=true @ line 3",
  ]);
  expect(JSON.stringify(document)).not.toContain("jansen");
});

test("UTF-16 is read where a byte order mark says so", async () => {
  const little = Buffer.from("\ufeffTLP:RED", "utf16le");
  const big = Buffer.from(little).swap16();
  expect(briefly(await read("text", little))).toEqual(["tlp=red @ line 1"]);
  expect(briefly(await read("text", big))).toEqual(["tlp=red @ line 1"]);
  expect(briefly(await read("text", "\ufeffTLP:RED"))).toEqual(["tlp=red @ line 1"]);
});

test.each([
  ["bytes that are not UTF-8", Buffer.from("caf\xe9", "latin1"), "bad-utf8"],
  ["half a character of UTF-16", Buffer.from([0xff, 0xfe, 0x41]), "bad-utf8"],
  ["NUL characters", Buffer.from("a\0b"), "unknown-format"],
])("%s are refused", async (_what, bytes, code) => {
  await expect(read("text", bytes)).rejects.toMatchObject({ code });
});

test("Markdown is read as its reader sees it", async () => {
  const text = ["# Report", "**TLP:** *AMBER*", "TLP\\:RED", "`TLP:GREEN`", "<b>TLP</b>:CLEAR"];
  const document = await read("markdown", text.join("\n"));
  expect(briefly(document)).toEqual([
    "tlp=amber @ line 2",
    "tlp=red @ line 3",
    "tlp=green @ line 4",
    "tlp=clear @ line 5",
  ]);
  expect(briefly(await read("markdown", '<a href="mailto:a@example.org">write</a>'))).toContain(
    "personal=true @ line 1",
  );
});

test("a marking column of a CSV file is read by its header", async () => {
  const document = await read("csv", 'value;tlp;note\n1.2.3.4;amber;"a;b"\n5.6.7.8;RED;\n');
  expect(briefly(document)).toEqual(["tlp=amber @ line 2 column 2", "tlp=red @ line 3 column 2"]);
});

test("a value in a marking column that is not understood is an unreadable marking", async () => {
  const document = await read("csv", "value,TLP\n1.2.3.4,pink\n");
  expect(briefly(document)).toContain("tlp=unreadable @ line 2 column 2");
  expect(briefly(await read("csv", "value,marking\n1.2.3.4,ours\n"))).toEqual([
    "unreadableMarkings=marking:ours @ line 2 column 2",
  ]);
});

test("a column that often holds something else counts only where it is understood", async () => {
  const text = "value,classification\n1.2.3.4,trojan\n5.6.7.8,NATO SECRET\n";
  const claims = briefly(await read("csv", text));
  expect(claims).toContain("classification=secret @ line 3 column 2");
  expect(claims.join()).not.toContain("trojan");
});

test("markings anywhere else in a CSV file are found, also in its first line", async () => {
  expect(briefly(await read("csv", "TLP:RED\na,b\n"))).toEqual(["tlp=red @ line 1"]);
  expect(briefly(await read("csv", "a\tb\n1\tTLP:GREEN\n"))).toEqual(["tlp=green @ line 2"]);
});

test("a CSV file that is not regular is read as text, and noted", async () => {
  const document = await read("csv", 'a,b\n1,2\n3,"open TLP:RED\n4,5\n');
  expect(document.notes).toMatchObject([{ code: "csv-not-regular", place: "line 3" }]);
  expect(briefly(document)).toEqual(["tlp=red @ line 3"]);
});

test("text too large for this thread reads as well", async () => {
  const text = `${"The quick brown fox\n".repeat(20_000)}TLP:RED`;
  expect(briefly(await read("text", text))).toEqual(["tlp=red @ line 20001"]);
  await expect(read("text", text, { pdfMilliseconds: 1 })).rejects.toMatchObject({
    code: "broken-document",
  });
});

test("whatever the bytes, reading text ends in claims with places or in a refusal", async () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 20 }),
    fc.constantFrom("TLP:", "TLP:RED", "\n", '"', ",", "@a.nl", "+31", "<a ", "&#", "**", "\\"),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("text", "markdown", "csv"),
      fc.array(piece, { maxLength: 30 }),
      async (kind, pieces) => {
        const bytes = Buffer.concat(pieces.map((one) => Buffer.from(one)));
        const places = await read(kind, bytes).then(
          (document) => claimsOf(document).map((claim) => claim.place),
          (error: unknown) => (error instanceof Refusal ? [error.place] : [""]),
        );
        expect(places).not.toContain("");
      },
    ),
    { numRuns: 2_000 },
  );
});

test("kinds are told by the first bytes, and then by the name", () => {
  const kind = (text: string, name: string) => documentKind(Buffer.from(text), name);
  expect(kind("%PDF-1.7", "a.csv")).toBe("pdf");
  expect(kind("From: a@b.c\nSubject: x\n\ny", "a.csv")).toBe("email");
  expect(kind("a,b", "A.CSV")).toBe("csv");
  expect(kind("a\tb", "a.tsv")).toBe("csv");
  expect(kind("# a", "README.md")).toBe("markdown");
  expect(kind("a", "a")).toBe("text");
});

test.each([
  ["From: a@b.c\r\nDate: x\r\n\r\ny", "a", true],
  ["Received: from x\n by y\nSubject: x\n\n", "a", true],
  ["From a@b.c Thu Nov 26 00:00:00 2026\nFrom: a@b.c\nTo: d@e.f\n", "a", true],
  ["Subject: x\n\ny", "a.eml", true],
  ["Subject: x\n\ny", "a.txt", false],
  ["From: the desk\n\nNote: this is no mail", "a.txt", false],
  ["Dear all,\nFrom: a@b.c\nTo: d@e.f\n", "a.txt", false],
  ["", "a.eml", false],
])("%j named %s: looks like e-mail is %s", (text, name, expected) => {
  expect(looksLikeEmail(Buffer.from(text), name)).toBe(expected);
});
