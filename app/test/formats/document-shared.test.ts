import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Json } from "../../src/core/item.ts";
import { looksLikeCsaf, readCsaf } from "../../src/formats/document/csaf.ts";
import { readDocument } from "../../src/formats/document/document.ts";
import { documentKind } from "../../src/formats/document/kind.ts";
import { parseJson } from "../../src/formats/json/parse.ts";
import { DEFAULT_LIMITS } from "../../src/formats/limits.ts";
import { describeWithData, sharedData } from "../shared-data.ts";
import { briefly, claimsOf } from "./document-samples.ts";

describeWithData("published documents", () => {
  const folder = sharedData("documents");

  test.each(readdirSync(folder))("%s is read; it carries no marking", async (name) => {
    const bytes = readFileSync(join(folder, name));
    const document = await readDocument(documentKind(bytes, name), bytes, name, DEFAULT_LIMITS);
    expect(document).toMatchObject({ format: name.endsWith(".csv") ? "csv" : "text", notes: [] });
    expect(claimsOf(document).filter(({ fact }) => fact === "tlp")).toEqual([]);
  });

  test("an attacker's address in an indicator list is personal data, and is not repeated", async () => {
    const bytes = readFileSync(join(folder, "volexity-2025-12-03_UTA0355__iocs.csv"));
    const document = await readDocument("csv", bytes, "iocs.csv", DEFAULT_LIMITS);
    expect(briefly(document)).toContain("personal=true @ line 2");
    expect(JSON.stringify(document)).not.toContain("@outlook");
  });
});

describeWithData("published CSAF documents", () => {
  const folder = sharedData("csaf-documents");
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".json"),
  );

  test("are all here", () => {
    expect(names).toHaveLength(25);
  });

  test.each(names)("%s is read, and its label is the one that stands in it", (name) => {
    const json = parseJson(readFileSync(join(folder, name)), name, DEFAULT_LIMITS);
    expect(looksLikeCsaf(json)).toBe(true);
    const level = labelOf(json).toLowerCase().replace("white", "clear");
    expect(briefly(readCsaf(json))).toContain(`tlp=${level} @ /document/distribution/tlp/label`);
  });

  /** Name ends -0x: invalid on purpose, -1x: valid. Tests 6.1.38 to 6.1.41 are about sharing groups. */
  const aboutGroups = names.filter((name) => /-6-1-(?:38|39|40|41)-/.test(name));

  test.each(aboutGroups)("%s is noted just when it is invalid on purpose", (name) => {
    const json = parseJson(readFileSync(join(folder, name)), name, DEFAULT_LIMITS);
    expect(readCsaf(json).notes.length > 0).toBe(/-0\d\.json$/.test(name));
  });
});

function labelOf(json: Json): string {
  const text = JSON.stringify(json);
  return /"tlp":\{"label":"([A-Z+]+)"/.exec(text)?.[1] ?? "";
}
