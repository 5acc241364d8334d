import { describe, expect, test } from "vitest";
import {
  bundle,
  claims,
  codes,
  facts,
  id,
  object,
  read,
  TLP_AMBER,
  TLP_GREEN,
  TLP_RED,
  TLP_WHITE,
  UNKNOWN_MARKING,
} from "./given.ts";

describe("markings of the whole object", () => {
  test("each reference is a claim at its place in the list", () => {
    const marked = object("tool", 1, { object_marking_refs: [TLP_AMBER, TLP_GREEN] });
    expect(claims(read(bundle(marked)), marked, "tlp")).toMatchObject([
      { value: "amber", place: "/objects/0/object_marking_refs/0" },
      { value: "green", place: "/objects/0/object_marking_refs/1" },
    ]);
  });

  test("a marking that leads out of the file is unreadable, not absent", () => {
    const one = object("tool", 1, { object_marking_refs: [UNKNOWN_MARKING] });
    const two = object("tool", 2, { object_marking_refs: [UNKNOWN_MARKING] });
    const reading = read(bundle(one, two));
    expect(facts(reading, one, "unreadableMarkings")).toHaveLength(1);
    expect(facts(reading, two, "unreadableMarkings")).toHaveLength(1);
  });

  test("a marking is looked up in the same file", () => {
    const definition = object("marking-definition", 9, {
      definition_type: "statement",
      definition: { statement: "Copyright" },
    });
    const marked = object("tool", 1, { object_marking_refs: [definition.id] });
    expect(facts(read(bundle(marked, definition)), marked, "unreadableMarkings")).toEqual([]);
  });

  test("a definition that contradicts its well-known id is noted at the definition", () => {
    const lie = { ...object("marking-definition", 1), id: TLP_RED };
    const reading = read(bundle({ ...lie, definition_type: "tlp", definition: { tlp: "white" } }));
    expect(reading.notes).toContainEqual(
      expect.objectContaining({ code: "marking-definition", place: "/objects/0" }),
    );
  });

  test("a second definition of the same marking can add to the first and never take away", () => {
    const loose = { definition_type: "statement", definition: { statement: "Free for all" } };
    const odd = { definition_type: "house-rules", definition: { rule: "ask" } };
    const marked = object("tool", 1, { object_marking_refs: [UNKNOWN_MARKING] });
    const definition = { ...object("marking-definition", 1), id: UNKNOWN_MARKING };
    for (const order of [
      [loose, odd],
      [odd, loose],
    ]) {
      const reading = read(bundle(marked, ...order.map((says) => ({ ...definition, ...says }))));
      expect(facts(reading, marked, "unreadableMarkings")).not.toEqual([]);
    }
  });

  test.each([
    ["a reference that is no text", { object_marking_refs: [7] }],
    ["an empty reference", { object_marking_refs: [""] }],
    ["a list that is an object", { object_marking_refs: { 0: TLP_WHITE } }],
    ["granular markings that are no list", { granular_markings: {} }],
    ["a granular marking that is no object", { granular_markings: ["x"] }],
    ["a granular marking without a marking", { granular_markings: [{ selectors: ["name"] }] }],
    ["a granular marking with a number", { granular_markings: [{ marking_ref: 1, lang: "nl" }] }],
  ])("%s is unreadable", (_, properties) => {
    const marked = object("tool", 1, properties);
    expect(facts(read(bundle(marked)), marked, "unreadableMarkings")).toHaveLength(1);
  });

  test("a lone reference where a list should be is read and noted", () => {
    const marked = object("tool", 1, { object_marking_refs: TLP_RED });
    const reading = read(bundle(marked));
    expect(facts(reading, marked, "tlp")).toEqual(["red"]);
    expect(codes(reading)).toContain("reference-malformed");
  });

  test("a label that looks like a marking counts as written, the others do not", () => {
    const marked = object("tool", 1, { labels: ["ransomware", " TLP:RED"] });
    expect(claims(read(bundle(marked)), marked, "tlp")).toMatchObject([
      { value: "red", place: "/objects/0/labels/1", says: expect.stringContaining("label") },
    ]);
  });
});

describe("granular markings", () => {
  const on = (ref: string): { marking_ref: string; selectors: string[] } => ({
    marking_ref: ref,
    selectors: ["name"],
  });

  test("any restriction on a property counts for the whole object", () => {
    const marked = object("tool", 1, {
      object_marking_refs: [TLP_GREEN],
      granular_markings: [on(TLP_RED)],
    });
    expect(claims(read(bundle(marked)), marked, "tlp")).toMatchObject([
      { value: "green" },
      { value: "red", place: "/objects/0/granular_markings/0/marking_ref" },
    ]);
  });

  test.each([
    ["clear", TLP_WHITE, []],
    ["green", TLP_GREEN, []],
    ["amber", TLP_AMBER, []],
    ["red", TLP_RED, ["red"]],
  ])(
    "%s on one property of an unmarked object never makes the rest less than unmarked",
    (_, ref, expected) => {
      const marked = object("tool", 1, { granular_markings: [on(ref)] });
      const reading = read(bundle(marked));
      expect(facts(reading, marked, "tlp")).toEqual(expected);
      expect(codes(reading)).toEqual(expected.length === 0 ? ["granular-marking-partial"] : []);
    },
  );

  test("an unknown marking on one property makes the object unreadable", () => {
    const marked = object("tool", 1, { granular_markings: [on(UNKNOWN_MARKING)] });
    expect(facts(read(bundle(marked)), marked, "unreadableMarkings")).toHaveLength(1);
  });

  test("a language is no restriction", () => {
    const marked = object("tool", 1, { granular_markings: [{ lang: "nl", selectors: ["name"] }] });
    const reading = read(bundle(marked));
    expect(reading.notes).toEqual([]);
    expect(facts(reading, marked, "unreadableMarkings")).toEqual([]);
  });
});

describe("the marking of a container", () => {
  const member = object("indicator", 1, {
    pattern: "x",
    pattern_type: "stix",
    valid_from: "2026-01-01T00:00:00Z",
  });
  const refs = { object_refs: [member.id], published: "2026-01-01T00:00:00Z" };

  test.each(["report", "grouping", "note", "opinion", "observed-data"])(
    "of a %s is a claim on members of the same creator, and only as a reading",
    (type) => {
      const container = object(type, 2, { ...refs, object_marking_refs: [TLP_RED] });
      const reading = read(bundle(member, container));
      expect(facts(reading, member, "tlp")).toEqual([]);
      expect(facts(reading, member, "tlp", "container")).toEqual(["red"]);
      expect(claims(reading, member, "tlp")).toMatchObject([
        { place: "/objects/1/object_marking_refs/0", reading: "container" },
      ]);
    },
  );

  test("by a label is handed on like a formal one", () => {
    const container = object("report", 2, { ...refs, labels: ["TLP:GREEN"] });
    expect(facts(read(bundle(container, member)), member, "tlp", "container")).toEqual(["green"]);
  });

  test.each([
    ["another creator's", { created_by_ref: id("identity", 7) }],
    ["an unknown creator's", { created_by_ref: null }],
  ])("is no claim on %s member", (_, properties) => {
    const other = { ...member, ...properties };
    const container = object("report", 2, { ...refs, object_marking_refs: [TLP_RED] });
    expect(facts(read(bundle(other, container)), other, "tlp", "container")).toEqual([]);
  });

  test("does not come back to the container, nor through it to its own container", () => {
    const inner = object("grouping", 3, { object_refs: [id("grouping", 3), id("report", 2)] });
    const outer = object("report", 2, {
      object_refs: [id("grouping", 3)],
      object_marking_refs: [TLP_GREEN],
    });
    const reading = read(bundle(inner, outer));
    expect(facts(reading, inner, "tlp", "container")).toEqual(["green"]);
    expect(facts(reading, outer, "tlp", "container")).toEqual([]);
  });
});
