import fc from "fast-check";
import { expect, test } from "vitest";
import { ClaimSet } from "../../src/formats/document/claim-set.ts";
import { addMessage } from "../../src/formats/document/email-part.ts";
import { DEFAULT_LIMITS } from "../../src/formats/limits.ts";
import { Refusal } from "../../src/core/refusal.ts";
import { briefly, claimsOf, makePdf, read } from "./document-samples.ts";

const HEADER = ["From: Writer <writer@agency.example>", "To: desk@service.example", "Subject: x"];

test("headers are read with their names, and the sender's domain is an originator", async () => {
  const document = await read(
    "email",
    mail([...HEADER, "Date: Thu, 26 Nov 2026 07:00:00 +0000"], "text"),
  );
  expect(document).toMatchObject({ format: "email", notes: [] });
  expect(briefly(document)).toEqual([
    "personal=true @ header From",
    "identifiesOrLocates=true @ header From",
    "originators=mail-domain:agency.example @ header From",
    "personal=true @ header To",
    "identifiesOrLocates=true @ header To",
    "ageStated=true @ header Date",
  ]);
  expect(JSON.stringify(document)).not.toMatch(/writer@|desk@/);
});

test("a marking in an encoded subject and in the body is found", async () => {
  const subject = "Subject: =?utf-8?q?=5BTLP=3AAMBER=5D_report?=";
  const claims = briefly(await read("email", mail([subject], "Hello,\r\nthis is TLP:RED.")));
  expect(claims).toEqual(["tlp=amber @ header Subject", "tlp=red @ body line 2"]);
});

test.each([
  ["X-TLP: AMBER", ["tlp=amber @ header X-TLP"]],
  ["X-TLP: purple", ["tlp=unreadable @ header X-TLP"]],
  [
    "Sensitivity: Company-Confidential",
    ["unreadableMarkings=sensitivity:Company-Confidential @ header Sensitivity"],
  ],
  ["Sensitivity: normal", []],
  ["X-Classification: NATO SECRET", ["classification=secret @ header X-Classification"]],
])("the header %j is read as a marking", async (header, expected) => {
  const claims = briefly(await read("email", mail([header], "text")));
  expect(claims).toEqual(expect.arrayContaining(expected));
  expect(claims.length === 0).toBe(expected.length === 0);
});

test("identifiers that look like addresses are no personal data", async () => {
  const claims = await read(
    "email",
    mail(["Message-ID: <a@b.example>", "References: <c@d.example>"], "x"),
  );
  expect(claimsOf(claims)).toEqual([]);
});

test("every sender counts, also in groups, with domains in one form", async () => {
  const headers = ["From: Team: a@One.Example, b@bücher.example;", "Sender: c@three.example"];
  const claims = briefly(await read("email", mail(headers, "x")));
  expect(claims.filter((claim) => claim.startsWith("originators"))).toEqual([
    "originators=mail-domain:one.example @ header From",
    "originators=mail-domain:xn--bcher-kva.example @ header From",
    "originators=mail-domain:three.example @ header Sender",
  ]);
});

test("an HTML body is read as text, with what stands for its images", async () => {
  const html = '<p>Hi</p><p>TLP:<b>AMBER</b></p><img src="https://x.example/a.png" alt="TLP:RED">';
  const claims = briefly(
    await read("email", mail(["Subject: x", "Content-Type: text/html"], html)),
  );
  expect(claims).toContain("tlp=amber @ HTML body line 4");
  expect(claims).toContainEqual(expect.stringMatching(/^tlp=red @ HTML body line/));
});

test("both sides of an alternative are read: each reader sees one of them", async () => {
  const parts = [part("text/plain", "TLP:GREEN"), part("text/html", "<p>TLP:RED</p>")];
  const claims = briefly(await read("email", multipart(parts, "alternative")));
  expect(claims).toEqual(["tlp=green @ body line 1", "tlp=red @ HTML body line 2"]);
});

test("attachments that hold text, HTML, PDF or a message are read at their own places", async () => {
  const pdf = makePdf({ pages: [["one"], ["TLP:RED"]] });
  const inner = mail(["From: x@inner.example", "Subject: TLP:GREEN"], "TLP:AMBER+STRICT");
  const document = await read(
    "email",
    multipart([
      part("text/plain", "see attached"),
      part("text/csv; name=list.csv", "a,b\r\n1,TLP:AMBER", "attachment"),
      part("application/pdf", pdf, "attachment; filename=r.pdf"),
      part("message/rfc822", inner, "attachment"),
    ]),
  );
  expect(document.notes).toEqual([]);
  const claims = briefly(document);
  expect(claims).toContain("tlp=amber @ attachment 1 line 2");
  expect(claims).toContain("tlp=red @ attachment 2 page 2 line 1");
  expect(claims).toContain("tlp=green @ attachment 3 header Subject");
  expect(claims).toContain("tlp=amber+strict @ attachment 3 body line 1");
  expect(claims).toContain("originators=mail-domain:inner.example @ attachment 3 header From");
});

test("the name of an attachment is read", async () => {
  const parts = [
    part("text/plain", "x"),
    part("text/plain", "y", 'attachment; filename="TLP-RED list.txt"'),
  ];
  expect(briefly(await read("email", multipart(parts)))).toContain("tlp=red @ attachment 1 name");
});

test("what is not read is noted and leaves the subject unknown", async () => {
  const parts = [
    part("text/plain", "x"),
    part("application/zip", Buffer.from("PK"), "attachment; filename=a.zip"),
    part("application/pdf", Buffer.from("%PDF-1.7 broken"), "attachment"),
    part("text/plain", Buffer.from("a\0b"), "attachment"),
    part('app/"x', Buffer.from("?"), "attachment"),
  ];
  const document = await read("email", multipart(parts));
  expect(document.notes.map(({ code, place }) => `${code} ${place}`)).toEqual([
    "attachment-not-read attachment 1",
    "attachment-not-read attachment 2",
    "attachment-not-read attachment 3",
    "attachment-not-read attachment 4",
  ]);
  expect(briefly(document)).toContain("subjectKnown=false @ attachment 4");
  expect(document.notes[0]?.says).toBe("this attachment (application/zip) is not read");
});

test("an encrypted body is noted", async () => {
  const body = "-----BEGIN PGP MESSAGE-----\r\n\r\nabc\r\n-----END PGP MESSAGE-----";
  const document = await read("email", mail(["Subject: x"], body));
  expect(document.notes).toMatchObject([{ code: "body-not-read", place: "body" }]);
});

test("messages within messages are read to a depth, and then noted", async () => {
  let message = mail(["Subject: TLP:RED"], "x");
  for (let i = 0; i < 6; i++) message = multipart([part("message/rfc822", message)]);
  const document = await read("email", message);
  expect(document.notes).toMatchObject([{ code: "attachment-not-read" }]);
  expect(document.notes[0]?.place.split("attachment").length).toBe(6);
});

test.each([
  ["parts nested too deep", nested(200)],
  ["a header too large", `X: ${"y".repeat(2 * 1024 * 1024)}\r\n\r\nz`],
])("%s are refused", async (_what, message) => {
  await expect(read("email", message)).rejects.toMatchObject({ code: "broken-document" });
});

test("mail that would fill the memory is stopped", async () => {
  const message = `Subject: x\r\n\r\n${"x\n".repeat(10_000_000)}`;
  await expect(
    read("email", message, { pdfMemory: 64 * 1024 * 1024, pdfMilliseconds: 60_000 }),
  ).rejects.toMatchObject({ code: "bomb" });
});

test("whatever is done to a message, reading it ends in claims with places or in a refusal", async () => {
  const good = multipart([
    part("text/plain; charset=utf-8", "TLP:AMBER"),
    part("text/html", "<p>TLP:RED</p>"),
    part("message/rfc822", mail(HEADER, "TLP:GREEN")),
  ]);
  const change = fc.tuple(fc.nat(), fc.uint8Array({ maxLength: 3 }), fc.nat(8));
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 5 }), async (changes) => {
      const bytes = [...Buffer.from(good, "latin1")];
      for (const [at, put, remove] of changes) bytes.splice(at % bytes.length, remove, ...put);
      expect(await placesOf(Uint8Array.from(bytes))).not.toContain("");
    }),
    { numRuns: 500 },
  );
});

/** In this thread: what is tested is the reading, and a thread takes a tenth of a second. */
async function placesOf(bytes: Uint8Array): Promise<readonly string[]> {
  const set = new ClaimSet();
  try {
    await addMessage({ bytes, name: "sample", limits: DEFAULT_LIMITS, before: "", set });
    return set.claims.map((claim) => claim.place);
  } catch (error) {
    return [error instanceof Refusal ? error.place : ""];
  }
}

function mail(headers: readonly string[], body: string): string {
  return `${headers.join("\r\n")}\r\n\r\n${body}\r\n`;
}

function part(type: string, content: string | Buffer, disposition = "inline"): string {
  const isText = typeof content === "string";
  const encoding = isText ? "8bit" : "base64";
  const headers = [
    `Content-Type: ${type}`,
    `Content-Transfer-Encoding: ${encoding}`,
    `Content-Disposition: ${disposition}`,
  ];
  return `${headers.join("\r\n")}\r\n\r\n${isText ? content : content.toString("base64")}`;
}

/** Boundaries differ for each nesting, as they must. */
function multipart(parts: readonly string[], kind = "mixed"): string {
  const boundary = `b${parts.join("").length}`;
  const body = parts.map((one) => `--${boundary}\r\n${one}\r\n`).join("");
  return `Content-Type: multipart/${kind}; boundary=${boundary}\r\n\r\n${body}--${boundary}--\r\n`;
}

function nested(levels: number): string {
  let message = "";
  for (let i = 0; i < levels; i++) {
    message += `Content-Type: multipart/mixed; boundary=n${i}\r\n\r\n--n${i}\r\n`;
  }
  return message;
}
