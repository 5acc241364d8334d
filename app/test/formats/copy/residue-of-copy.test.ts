import { deflateSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { Copy, Secret } from "../../../src/core/release/copy.ts";
import { residueOfCopy } from "../../../src/formats/copy/residue-of-copy.ts";
import { makePdf, stream } from "../document-samples.ts";

const NAME: Secret = { text: "Jan de Vries", kind: "name", place: "/objects/0/name" };

test("names the object in which something is left, and never the thing itself", async () => {
  const objects = [object("a--1", `{"n":"x"}`), object("a--2", `{"n":"JAN DE VRIES"}`)];
  const bytes = `{"objects":[{"n":"x"},{"n":"JAN DE VRIES"}]}`;
  const found = await residueOfCopy(copyOf(bytes, { objects }));
  expect(found.map(({ place, says }) => [place, says])).toEqual([
    [
      "a--2",
      "The name that stood at /objects/0/name is still there at byte 28, in other capitals.",
    ],
  ]);
});

test("names the line where there are no objects", async () => {
  const [found] = await residueOfCopy(copyOf("one\ntwo\nby Jan de Vries\n"));
  expect(found?.place).toBe("line 3");
});

test("looks at the file name", async () => {
  const [found] = await residueOfCopy(copyOf("nothing", { fileName: "jan_de_vries.txt" }));
  expect(found?.place).toBe("its file name");
});

test("looks at objects that are no piece of the bytes", async () => {
  const objects = [object("a--1", `{"n": "Jan de Vries"}`)];
  const [found] = await residueOfCopy(copyOf("nothing", { objects }));
  expect(found?.place).toBe("a--1");
});

test("looks for more than what was removed, and lets pass what may leave", async () => {
  const more: readonly Secret[] = [{ text: "Linde", kind: "recipient", place: "the case" }];
  const copy = copyOf("from the Linde Service");
  expect(await residueOfCopy(copy, { more })).toHaveLength(1);
  expect(await residueOfCopy(copy, { more, allowed: ["Linde Service"] })).toEqual([]);
});

test("takes what left with a part for said where the bytes say it, and not where something is packed", async () => {
  const parted = [NAME];
  const about = { removed: [], parted };
  expect(await residueOfCopy(copyOf("by JAN DE VRIES", about))).toEqual([]);
  expect(await residueOfCopy(copyOf("nothing", about))).toEqual([]);
  const packed = gzipSync("by Jan de Vries, and by many others that are not looked for");
  const inside = `see attachment:\n${packed.toString("base64")}\n`;
  expect(await residueOfCopy(copyOf(inside, about))).toHaveLength(1);
  const fileName = "jan_de_vries.txt";
  const [named] = await residueOfCopy(copyOf("nothing", { ...about, fileName }));
  expect(named?.place).toBe("its file name");
  expect(await residueOfCopy(copyOf("by Jan de Vries", { ...about, fileName }))).toEqual([]);
});

test("takes nothing for said that must not be there at all", async () => {
  expect(await residueOfCopy(copyOf("by Jan de Vries", { parted: [NAME] }))).toHaveLength(1);
});

test("looks into what is packed, at the start and in the middle", async () => {
  const packed = gzipSync("by Jan de Vries, and by many others that are not looked for");
  expect(await residueOfCopy(copyOf(packed))).toHaveLength(1);
  const inside = `see attachment:\n${packed.toString("base64")}\n`;
  expect(await residueOfCopy(copyOf(inside))).toHaveLength(1);
});

test("reads the words of a PDF as its reader shows them, and its packed streams", async () => {
  const about = { mediaType: "application/pdf" };
  const shown = makePdf({ pages: [["by Jan de", "Vries"]] });
  expect((await residueOfCopy(copyOf(shown, about))).map(({ place }) => place)).toContain(
    "the words of the PDF",
  );
  const hidden = stream(deflateSync("% by Jan de Vries"), "/Filter /FlateDecode");
  const pdf = Buffer.concat([makePdf({ pages: [["nothing"]] }), hidden]);
  expect(await residueOfCopy(copyOf(pdf))).toHaveLength(1);
});

test("finds nothing where nothing is", async () => {
  expect(await residueOfCopy(copyOf("by Jan, de facto, Vriesland"))).toEqual([]);
});

function copyOf(bytes: string | Uint8Array, more: Partial<Copy> = {}): Copy {
  return {
    format: "text",
    mediaType: "text/plain",
    fileName: "copy.txt",
    bytes: Buffer.from(bytes),
    objects: [],
    removed: [NAME],
    changes: [],
    ids: [],
    ...more,
  };
}

function object(id: string, text: string): Copy["objects"][number] {
  return { id, type: "a", specVersion: "2.1", bytes: Buffer.from(text), refersTo: [] };
}
