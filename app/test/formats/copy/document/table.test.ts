import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import type { Copy } from "../../../../src/core/release/copy.ts";
import type { SanitiseStep } from "../../../../src/core/release/plan.ts";
import { copyDocument } from "../../../../src/formats/copy/document/copy-document.ts";
import { residueOfCopy } from "../../../../src/formats/copy/residue-of-copy.ts";
import { DEFAULT_LIMITS } from "../../../../src/formats/limits.ts";
import { copyFor, planOf, textOf } from "../copy-for.ts";

const TABLE = [
  "# export of Ada Lovelace",
  "value;type;tlp;reporter;email;first_seen;country;city;source",
  "198.51.100.7;ip-dst;red;Magpie;ada@x.example;2026-03-12T10:11:12Z;NL;Zaltbommel;Harbour Service",
  "192.0.2.7;ip-dst;green;Heron;;1773310272;NL;;Meridian Service",
  'evil.example;domain;;Heron;;2026-03-11;DE;;"Meridian Service"',
].join("\n");

test("a table leaves with the cover above it behind #, its remarks left behind", async () => {
  const copy = await send(TABLE);
  const lines = textOf(copy).split("\r\n");
  expect(lines[0]).toBe("# TLP:AMBER+STRICT");
  expect(lines[5]).toBe("value,type,tlp,reporter,email,first_seen,country,city,source");
  expect(rowsOf(copy)).toHaveLength(3);
  expect(textOf(copy)).not.toContain("Lovelace");
});

test("rows marked stricter go", async () => {
  const copy = await send(TABLE, [{ step: "honour-markings", most: "TLP:AMBER" }]);
  expect(rowsOf(copy).map(({ value }) => value)).toEqual(["192.0.2.7", "evil.example"]);
  expect(await residueOfCopy(copy)).toEqual([]);
});

test("columns about persons and sources go, and what they said from other cells", async () => {
  const original = `${TABLE}\n"told by Magpie, ada@x.example";text;;;;;;;Meridian Service`;
  const copy = await send(original, [
    { step: "remove-persons" },
    { step: "remove-sources", names: ["Zaltbommel"] },
  ]);
  expect(Object.keys(rowsOf(copy)[0] ?? {})).toEqual([
    "value",
    "type",
    "tlp",
    "first_seen",
    "country",
    "city",
  ]);
  expect(rowsOf(copy)[3]?.["value"]).toBe("told by [removed], [removed]");
  expect(textOf(copy)).not.toContain("Zaltbommel");
});

test("times and places get coarse, seconds since 1970 too", async () => {
  const copy = await send(TABLE, [
    { step: "generalise-time", to: "month" },
    { step: "generalise-place", to: "country" },
  ]);
  expect(rowsOf(copy).map((row) => row["first_seen"])).toEqual(["2026-03", "2026-03", "2026-03"]);
  expect(textOf(copy)).not.toMatch(/city|Zaltbommel/);
});

test("rows of other originators go where a column says whose they are", async () => {
  const cut = { step: "cut-originators", originators: "all-others" } as const;
  expect(rowsOf(await send(TABLE, [cut]))).toHaveLength(2);
  await expect(send("value\n192.0.2.7", [cut])).rejects.toThrow(/no column/);
});

test("a column is dropped or masked by its name", async () => {
  const copy = await send(TABLE, [
    { step: "drop-property", property: "Reporter" },
    { step: "mask", property: "value", with: "held back" },
  ]);
  expect(rowsOf(copy)[0]).not.toHaveProperty("reporter");
  expect(rowsOf(copy).map(({ value }) => value)).toEqual(["held back", "held back", "held back"]);
});

test("nothing in it is a formula", async () => {
  const cells = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "@SUM(1)",
    "-2+3",
    "\t=1",
    "＝1",
    "-12.5",
    "+31",
    " =1",
  ];
  const copy = await send(["a,b", ...cells.map((cell) => `"${cell}",x`)].join("\n"));
  expect(rowsOf(copy).map(({ a }) => a)).toEqual([
    "'=1+1",
    "'+cmd|' /C calc'!A0",
    "'@SUM(1)",
    "'-2+3",
    "'\t=1",
    "'＝1",
    "-12.5",
    "+31",
    "' =1",
  ]);
});

test("a table of which no row is left is refused", async () => {
  const red = "value,tlp\n192.0.2.7,red";
  await expect(send(red, [{ step: "honour-markings", most: "TLP:AMBER" }])).rejects.toThrow(
    /no row/,
  );
});

function rowsOf(copy: Copy): readonly Readonly<Record<string, string>>[] {
  return parse(textOf(copy), { comment: "#", comment_no_infix: true, columns: true });
}

function send(text: string, steps: readonly SanitiseStep[] = []): Promise<Copy> {
  const document = { kind: "csv", bytes: new TextEncoder().encode(text), name: "a.csv" } as const;
  return copyDocument(document, planOf(...steps), copyFor(), DEFAULT_LIMITS);
}
