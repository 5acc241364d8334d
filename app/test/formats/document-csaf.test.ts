import { expect, test } from "vitest";
import type { Json } from "../../src/core/item.ts";
import { looksLikeCsaf, readCsaf } from "../../src/formats/document/csaf.ts";
import { briefly } from "./document-samples.ts";

const GROUP = "86c81730-1a06-478d-82d4-978e41eb332f";
const PUBLIC = { id: "ffffffff-ffff-ffff-ffff-ffffffffffff", name: "Public" };
const NOBODY = { id: "00000000-0000-0000-0000-000000000000", name: "No sharing allowed" };

test("the label covers the document, at its JSON pointer", () => {
  const document = readCsaf(csaf({ tlp: { label: "AMBER+STRICT" } }));
  expect(document).toMatchObject({ format: "csaf", notes: [], parts: [{ id: "", place: "" }] });
  expect(briefly(document)).toEqual(["tlp=amber+strict @ /document/distribution/tlp/label"]);
});

test.each([
  ["2.0", "WHITE", "clear", []],
  ["2.0", "CLEAR", "clear", ["csaf-label"]],
  ["2.1", "CLEAR", "clear", []],
  ["2.1", "WHITE", "clear", ["csaf-label"]],
  ["2.1", "GREEN", "green", []],
  ["2.1", "red", "red", ["csaf-label"]],
  ["2.1", "PINK", "unreadable", ["csaf-label"]],
  ["2.1", 5, "unreadable", ["csaf-label"]],
  ["2.1", undefined, "unreadable", ["csaf-label"]],
  ["9.9", "RED", "red", ["csaf-version"]],
])("in version %s the label %j reads as %s", (version, label, level, notes) => {
  const tlp = label === undefined ? {} : { label };
  const document = readCsaf(csaf({ tlp }, { csaf_version: version }));
  expect(briefly(document)).toContain(`tlp=${level} @ /document/distribution/tlp/label`);
  expect(document.notes.map(({ code }) => code)).toEqual(notes);
});

test("no label is no claim: the default of the schema is advice to authors", () => {
  expect(briefly(readCsaf(csaf({})))).toEqual([]);
  expect(briefly(readCsaf({ document: { csaf_version: "2.0" } }))).toEqual([]);
});

test.each([
  [
    "a closed group",
    { id: GROUP, name: "Example" },
    "AMBER",
    ["distribution=group", `sharingGroup=${GROUP}`],
    0,
  ],
  [
    "a closed group without a name",
    { id: GROUP },
    "RED",
    ["distribution=group", `sharingGroup=${GROUP}`],
    0,
  ],
  ["everybody", PUBLIC, "CLEAR", ["distribution=all"], 0],
  ["nobody", NOBODY, "RED", ["distribution=own"], 0],
  ["everybody under another label", PUBLIC, "GREEN", [], 1],
  ["everybody without the name", { id: PUBLIC.id }, "CLEAR", [], 1],
  [
    "nobody with the name of everybody",
    { id: NOBODY.id, name: "Public" },
    "RED",
    ["distribution=own"],
    1,
  ],
  [
    "the name of nobody with a group",
    { id: GROUP, name: NOBODY.name },
    "RED",
    ["distribution=own"],
    1,
  ],
  [
    "the name of everybody with a group",
    { id: GROUP, name: "Public" },
    "RED",
    ["distribution=group", `sharingGroup=${GROUP}`],
    1,
  ],
  [
    "a closed group under CLEAR",
    { id: GROUP },
    "CLEAR",
    ["distribution=group", `sharingGroup=${GROUP}`],
    1,
  ],
  [
    "a group without an id",
    { name: "x" },
    "RED",
    ["unreadableMarkings=sharing_group", "distribution=unreadable"],
    1,
  ],
  [
    "a group that is no object",
    "all",
    "RED",
    ["unreadableMarkings=sharing_group", "distribution=unreadable"],
    1,
  ],
])("sharing group: %s", (_what, sharing_group, label, expected, notes) => {
  const document = readCsaf(csaf({ sharing_group, tlp: { label } }));
  const place = " @ /document/distribution/sharing_group";
  const claims = briefly(document).filter((claim) => claim.endsWith(place));
  expect(claims).toEqual(expected.map((claim) => claim + place));
  expect(document.notes).toHaveLength(notes);
});

test.each([
  ["Copyright 2026, Example. All rights reserved.", []],
  ["Distribute freely", []],
  ["Disclosure is not limited.", []],
  ["Share only on a need-to-know basis.", ["unreadableMarkings"]],
  ["Copyright Example; for members of the group", ["unreadableMarkings"]],
  ["Copyright Example. Do not distribute further.", ["unreadableMarkings"]],
  ["This is TLP:RED.", ["tlp"]],
])("the distribution text %j restricts as %j", (text, facts) => {
  const claims = readCsaf(csaf({ text, tlp: { label: "WHITE" } }, { csaf_version: "2.0" }))
    .parts.flatMap((part) => part.claims)
    .filter((claim) => claim.place === "/document/distribution/text");
  expect(claims.map((claim) => claim.fact)).toEqual(facts);
});

test("the publisher is an originator, and all are known where nobody else is credited", () => {
  const publisher = { category: "vendor", name: "X", namespace: "https://x.example" };
  const place = "/document/publisher/namespace";
  const claims = briefly(readCsaf(csaf({}, { publisher })));
  expect(claims).toEqual([
    `originators=csaf-publisher:https://x.example @ ${place}`,
    `originatorsKnown=true @ ${place}`,
  ]);
  const acknowledgments = [{ names: ["A Finder"], organization: "Y" }];
  const credited = briefly(readCsaf(csaf({}, { publisher, acknowledgments })));
  expect(credited).toContain("personal=true @ /document/acknowledgments/0/names/0");
  expect(credited.join()).not.toContain("originatorsKnown");
});

test("texts anywhere are read at their JSON pointers", () => {
  const notes = [{ text: "first\nTLP:RED applies", title: "a/b" }];
  const document: Json = {
    ...csaf({ tlp: { label: "GREEN" } }, { notes }),
    vulnerabilities: [{ notes: [{ text: "ask jan@example.nl" }] }],
  };
  const claims = briefly(readCsaf(document));
  expect(claims).toContain("tlp=red @ /document/notes/0/text");
  expect(claims).toContain("personal=true @ /vulnerabilities/0/notes/0/text");
});

test.each(["csaf_withdrawn", "csaf_superseded"])("the category %s takes it back", (category) => {
  expect(briefly(readCsaf(csaf({}, { category })))).toEqual([
    "revokedBySource=true @ /document/category",
  ]);
});

test("CSAF is known by its version", () => {
  expect(looksLikeCsaf(csaf({}))).toBe(true);
  expect(looksLikeCsaf({ document: {} })).toBe(false);
  expect(looksLikeCsaf([])).toBe(false);
  expect(looksLikeCsaf(null)).toBe(false);
});

function csaf(distribution: Json, more: Readonly<Record<string, Json>> = {}): { document: Json } {
  return { document: { csaf_version: "2.1", distribution, ...more } };
}
