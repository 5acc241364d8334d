import { expect, test } from "vitest";
import type { Copy } from "../../../../src/core/release/copy.ts";
import type { SanitiseStep } from "../../../../src/core/release/plan.ts";
import { copyDocument } from "../../../../src/formats/copy/document/copy-document.ts";
import { residueOfCopy } from "../../../../src/formats/copy/residue-of-copy.ts";
import { readItemBytes } from "../../../../src/formats/item.ts";
import { DEFAULT_LIMITS } from "../../../../src/formats/limits.ts";
import { ACTORS } from "../../misp-event.ts";
import { copyFor, planOf, textOf } from "../copy-for.ts";

const AMBER = { step: "honour-markings", most: "TLP:AMBER" } as const;

test("a text leaves under a cover with its labels and conditions, and names no recipient", async () => {
  const text = textOf(await send("The server is up."));
  expect(text).toBe(
    [
      "TLP:AMBER+STRICT",
      "Released by Meridian Service on 2026-11-26.",
      "Conditions of this release:",
      "1. Handle this as TLP:AMBER+STRICT (TLP 2.0).",
      "2. Do not pass this on, whole or in part, without our permission.",
      "-".repeat(72),
      "",
      "The server is up.",
      "",
    ].join("\n"),
  );
});

test("read again, the copy has the labels of its cover and nothing in it is unreadable", async () => {
  const copy = await send("The server is up.");
  const context = { limits: DEFAULT_LIMITS, actors: ACTORS };
  const { parts } = await readItemBytes(copy.bytes, copy.fileName, context);
  const claims = parts.flatMap((part) => part.claims);
  expect(claims).toContainEqual(expect.objectContaining({ fact: "tlp", value: "amber+strict" }));
  expect(claims.filter(({ fact }) => fact === "unreadableMarkings")).toEqual([]);
});

test("its name says nothing of what it was called", async () => {
  expect((await send("Text", [], "Operation Kestrel.txt")).fileName).toMatch(
    /^[0-9a-f-]{36}\.txt$/,
  );
});

test("paragraphs marked stricter go, each under its own mark and the others under the banner", async () => {
  const original = [
    "TLP:AMBER",
    "",
    "(TLP:RED) The source sits in the port office.",
    "",
    "The server is up.",
    "(TLP:GREEN) It listens on port 443.",
    "",
    "Only for the few: TLP:RED.",
    "",
  ].join("\n");
  const text = textOf(await send(original, [AMBER]));
  expect(text).toContain("The server is up.\n(TLP:GREEN) It listens");
  expect(text).not.toMatch(/port office|for the few/);
});

test("under a stricter banner only what is marked lower leaves", async () => {
  const original = "TLP:RED\n\nThe source is Magpie.\n\n(TLP:GREEN) The server is up.\n";
  const text = textOf(await send(original, [AMBER]));
  expect(text).toContain("The server is up.");
  expect(text).not.toMatch(/TLP:RED|Magpie/);
  await expect(send("TLP:RED\n\nAll of it.", [AMBER])).rejects.toThrow(/every paragraph/);
});

test("words go in every spelling, across the ends of lines too", async () => {
  const original = "Kestrel, KES-\nTREL, Kes\u00adtrel, K\u0301estrel, **Kes**trel and %4bestrel";
  const copy = await send(original, [{ step: "remove-words", words: ["Kestrel"], with: "[x]" }]);
  expect(textOf(copy)).not.toMatch(/trel/i);
  expect(await residueOfCopy(copy)).toEqual([]);
});

test("a labelled line is a property", async () => {
  const original = "Ticket: ABC-1234\n**Author**: Ada Lovelace\nText of Ada Lovelace.";
  const dropped = textOf(
    await send(original, [
      { step: "drop-property", property: "ticket" },
      { step: "mask", property: "author", with: "an analyst" },
    ]),
  );
  expect(dropped).toContain("**Author**: an analyst\nText of [removed].");
  expect(dropped).not.toContain("ABC-1234");
});

test("what leads to persons goes; times and coordinates get coarse", async () => {
  const original =
    "Call +31 6 12345678 or jan [at] x [dot] example on 2026-03-12 at 14:05, 52.3702, 4.8952.";
  const text = textOf(
    await send(original, [
      { step: "remove-persons" },
      { step: "generalise-time", to: "year" },
      { step: "generalise-place", to: "country" },
    ]),
  );
  expect(text).toContain("Call [removed] or [removed] on 2026 at [time removed], [removed].");
});

test("paragraphs that name an originator go; who else wrote what, nobody can tell", async () => {
  const original = "From Harbour Service: the ship left.\n\nThe server is up.";
  const cut = { step: "cut-originators", originators: ["Harbour Service"] } as const;
  const text = textOf(await send(original, [cut]));
  expect(text).toContain("The server is up.");
  expect(text).not.toMatch(/ship|Harbour/);
  const all = { step: "cut-originators", originators: "all-others" } as const;
  await expect(send(original, [all])).rejects.toThrow(/nobody can tell/);
});

test("of Markdown what nobody sees stays behind, and so do files in it", async () => {
  const original =
    "# Title\n<!-- from Magpie -->\n![x](data:image/png;base64,AAAABBBB)\n\nSeen.<!-- open";
  const text = textOf(await send(original, [], "a.md", "markdown"));
  expect(text).toMatch(/^> TLP:AMBER\+STRICT {2}\n> Released by/);
  expect(text).toContain("Seen.");
  expect(text).not.toMatch(/Magpie|base64|open/);
});

test("control characters and overrides of direction do not leave", async () => {
  expect(textOf(await send("a\u202eb\u0007c\r\nd"))).toContain("abc\nd");
});

test("nothing left is refused, and so is a text of many megabytes", async () => {
  const drop = [{ step: "drop-property", property: "all" }] as const;
  await expect(send("all: of it", drop)).rejects.toThrow(/nothing of the document/);
  await expect(send("x ".repeat(5 * 1024 * 1024))).rejects.toThrow(/split it/);
});

test("the same in makes the same bytes, another partner other names", async () => {
  const [one, again] = [await send("Text"), await send("Text")];
  expect(one).toEqual(again);
  const other = await copyDocument(
    { kind: "text", bytes: Buffer.from("Text"), name: "a.txt" },
    planOf(),
    copyFor("birch"),
    DEFAULT_LIMITS,
  );
  expect(other.fileName).not.toBe(one.fileName);
});

function send(
  text: string,
  steps: readonly SanitiseStep[] = [],
  name = "a.txt",
  kind: "text" | "markdown" = "text",
): Promise<Copy> {
  const document = { kind, bytes: new TextEncoder().encode(text), name };
  return copyDocument(document, planOf(...steps), copyFor(), DEFAULT_LIMITS);
}
