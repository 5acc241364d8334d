import { expect, test } from "vitest";
import type { Copy } from "../../../../src/core/release/copy.ts";
import type { SanitiseStep } from "../../../../src/core/release/plan.ts";
import { copyDocument } from "../../../../src/formats/copy/document/copy-document.ts";
import { residueOfCopy } from "../../../../src/formats/copy/residue-of-copy.ts";
import { DEFAULT_LIMITS } from "../../../../src/formats/limits.ts";
import { makePdf } from "../../document-samples.ts";
import { copyFor, planOf, textOf } from "../copy-for.ts";

const MAIL = [
  "Received: from desk.meridian.example ([203.0.113.77]) by mx.harbour.example",
  "Message-ID: <77f0a1b2c3@desk.meridian.example>",
  "From: =?utf-8?q?Ada_Lov=C3=A9lace?= <ada@meridian.example>",
  "To: Grace Hopper <grace@harbour.example>",
  "Subject: The server",
  "Date: Thu, 12 Mar 2026 10:11:12 +0100",
  "X-Ticket: ABC-1234",
  "MIME-Version: 1.0",
  'Content-Type: multipart/mixed; boundary="b"',
  "",
  "--b",
  "Content-Type: text/plain; charset=utf-8",
  "",
  "Dear Grace Hopper, the server is up. Ask ada@meridian.example.",
  "Regards, Ada Lovelace",
  "--b",
  "Content-Type: application/pdf",
  'Content-Disposition: attachment; filename="from-magpie.pdf"',
  "Content-Transfer-Encoding: base64",
  "",
  "JVBERi0xLjQK",
  "--b--",
  "",
].join("\r\n");

test("a mail leaves as text: subject, date and body, nothing of who, how and with what", async () => {
  const copy = await send("email", Buffer.from(MAIL));
  const text = textOf(copy);
  expect(copy).toMatchObject({ format: "text", mediaType: "text/plain;charset=utf-8" });
  expect(text).toContain("Subject: The server\nDate: 2026-03-12T09:11:12Z\n\nDear Grace Hopper");
  expect(text).not.toMatch(/@|203\.0\.113|77f0a1|ABC-1234|magpie|JVBERi/i);
  expect(copy.removed).toContainEqual({
    kind: "address",
    text: "grace@harbour.example",
    place: "header To",
  });
  expect(copy.removed).toContainEqual(
    expect.objectContaining({ kind: "file", text: "from-magpie.pdf" }),
  );
});

test("correspondents' names go from the body where persons go", async () => {
  const copy = await send("email", Buffer.from(MAIL), [{ step: "remove-persons" }]);
  expect(textOf(copy)).toContain(
    "Dear [removed], the server is up. Ask [removed].\nRegards, [removed]",
  );
  expect(await residueOfCopy(copy)).toEqual([]);
});

test("a label in a header covers the mail", async () => {
  const red = Buffer.from(MAIL.replace("X-Ticket: ABC-1234", "X-TLP: RED"));
  const amber = [{ step: "honour-markings", most: "TLP:AMBER" }] as const;
  await expect(send("email", red, amber)).rejects.toThrow(/every paragraph/);
});

test("a mail from an originator that is to be cut does not leave", async () => {
  const cut = [{ step: "cut-originators", originators: ["mail-domain:meridian.example"] }] as const;
  await expect(send("email", Buffer.from(MAIL), cut)).rejects.toThrow(/whole document comes from/);
});

test("an encrypted body does not leave", async () => {
  const mail = MAIL.replace("Dear Grace Hopper", "-----BEGIN PGP MESSAGE-----\r\n\r\nabc");
  await expect(send("email", Buffer.from(mail))).rejects.toThrow(/encrypted/);
});

test("a PDF leaves as its words: no properties, comments, files or layers", async () => {
  const pdf = makePdf({
    pages: [["The server is up.", "Ask Kes-", "trel."], ["Second page."]],
    trailer: "/Info 10 0 R",
    objects: ["<< /Author (Ada Lovelace) /Title (Operation Magpie) >>"],
  });
  const copy = await send("pdf", pdf, [{ step: "remove-words", words: ["Kestrel"], with: "[x]" }]);
  const text = textOf(copy);
  expect(copy.format).toBe("text");
  expect(text).toContain("The server is up.\nAsk [x].");
  expect(text).toContain("Second page.");
  expect(text).not.toMatch(/%PDF|Lovelace|Magpie/);
  expect(await residueOfCopy(copy)).toEqual([]);
});

test("a damaged PDF does not leave", async () => {
  await expect(send("pdf", Buffer.from("%PDF-1.7\nnothing"))).rejects.toThrow(/damaged/);
});

function send(
  kind: "email" | "pdf",
  bytes: Uint8Array,
  steps: readonly SanitiseStep[] = [],
): Promise<Copy> {
  return copyDocument({ kind, bytes, name: "item" }, planOf(...steps), copyFor(), DEFAULT_LIMITS);
}
