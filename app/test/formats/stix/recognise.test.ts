import { describe, expect, test } from "vitest";
import { Refusal } from "../../../src/core/refusal.ts";
import { looksLikeStix } from "../../../src/formats/stix/recognise.ts";
import { bundle, codes, facts, id, object, read } from "./given.ts";

const indicator = object("indicator", 1, {
  pattern: "[url:value = 'x']",
  pattern_type: "stix",
  valid_from: "2026-01-01T00:00:00Z",
});

describe("what a STIX file may look like", () => {
  test.each([
    ["a bundle", bundle(indicator), "/objects/0"],
    ["a bare array", [indicator], "/0"],
    ["a single object", indicator, ""],
    ["a TAXII envelope", { more: false, objects: [indicator] }, "/objects/0"],
  ])("%s is read, and the part says where it stands", (_, json, place) => {
    expect(looksLikeStix(json)).toBe(true);
    expect(read(json)).toMatchObject({
      format: "stix-2.1",
      parts: [{ id: indicator.id, type: "indicator", place }],
    });
  });

  test.each([
    ["a MISP event", { Event: { uuid: "x", Attribute: [] } }],
    ["a CSAF document", { document: { category: "csaf_base" } }],
    ["a text", "bundle"],
    ["nothing", null],
    ["a number", 7],
    ["an empty list", []],
    ["a list of texts", ["indicator--1"]],
  ])("%s is not STIX and is refused as such", (_, json) => {
    expect(looksLikeStix(json)).toBe(false);
    expect(() => read(json)).toThrow(expect.objectContaining({ code: "unknown-format" }));
  });

  test("a bundle whose objects are no list is refused, and the refusal names the place", () => {
    const refused = expect.objectContaining({ code: "broken-document", place: "test at /objects" });
    expect(() => read({ type: "bundle", id: id("bundle", 1), objects: {} })).toThrow(refused);
    expect(() => read({ type: "bundle", objects: "x" })).toThrow(Refusal);
  });

  test("an empty bundle is one part that cannot be read, so it never passes for harmless", () => {
    const reading = read({ type: "bundle", id: id("bundle", 1) });
    expect(reading.parts).toMatchObject([
      { id: "", type: "bundle", claims: [{ fact: "unreadableMarkings" }] },
    ]);
    expect(codes(reading)).toEqual(["bundle-empty"]);
  });
});

describe("which version it is", () => {
  const old = { type: "malware", id: id("malware", 2), created: "2026-01-01T00:00:00.000Z" };

  test.each([
    ["a bundle that says 2.0", { ...asObject(bundle(old)), spec_version: "2.0" }, "stix-2.0"],
    [
      "a 2.1 object in a bundle that says 2.0",
      { ...asObject(bundle(indicator)), spec_version: "2.0" },
      "stix-2.1",
    ],
    ["a bundle that says nothing", bundle(old), "stix-2.1"],
    ["an object outside a bundle that says nothing", old, "stix-2.0"],
    ["an observable outside a bundle", { type: "url", id: id("url", 1), value: "x" }, "stix-2.1"],
  ])("%s is %s", (_, json, format) => {
    expect(read(json).format).toBe(format);
  });
});

describe("entries that are no objects", () => {
  test.each([
    ["a text", "x"],
    ["null", null],
    ["a list", [indicator]],
    ["an object without an id", { type: "malware", name: "x" }],
    ["an object without a type", { id: id("malware", 1) }],
    ["an id that is a number", { type: "malware", id: 7 }],
    ["an id longer than any", { type: "malware", id: "x".repeat(301) }],
    ["a bundle inside the bundle", bundle(indicator)],
  ])("%s is kept as a part whose marking is unreadable and which says nothing else", (_, entry) => {
    const reading = read(bundle(indicator, entry));
    expect(reading.parts[1]).toMatchObject({ id: "", place: "/objects/1" });
    expect(reading.parts[1]?.claims.map(({ fact }) => fact)).toEqual(["unreadableMarkings"]);
    expect(reading.notes).toMatchObject([{ code: "object-unusable", place: "/objects/1" }]);
  });

  test("objects of types nobody knows are kept and read like the others", () => {
    const unknown = object("x-acme-gadget", 1);
    expect(facts(read(bundle(unknown)), unknown, "ageStated")).toEqual([true]);
  });

  test("definitions say that they have no content of their own to be marked", () => {
    const parts = read(
      bundle(
        object("marking-definition", 1, {
          definition_type: "statement",
          definition: { statement: "x" },
        }),
        object("extension-definition", 2),
        object("language-content", 3),
      ),
    ).parts;
    expect(parts.map(({ isDefinition }) => isDefinition)).toEqual([true, true, undefined]);
  });
});

function asObject(json: unknown): Record<string, never> {
  return json as Record<string, never>;
}
