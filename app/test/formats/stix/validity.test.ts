import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "../../../src/core/item.ts";
import { compareInstants, isTimestamp } from "../../../src/formats/stix/timestamp.ts";
import { bundle, codes, CREATOR, id, object, read, relate, TLP_GREEN } from "./given.ts";

const tool = object("tool", 1);
const network = {
  type: "network-traffic",
  id: id("network-traffic", 1),
  protocols: ["tcp"],
  src_ref: id("ipv4-addr", 1),
};

describe("what breaks a MUST is noted", () => {
  test.each([
    ["id-malformed", { ...tool, id: "tool--1" }],
    ["id-malformed", { ...tool, id: "tool--00000000-0000-9000-8000-000000000000" }],
    ["id-malformed", { ...tool, id: "tool--00000000-0000-4000-c000-000000000000" }],
    ["id-type-mismatch", { ...tool, id: id("malware", 1) }],
    ["id-type-mismatch", { ...tool, id: id("tool-box", 1) }],
    ["type-malformed", { ...tool, type: "Tool" }],
    ["type-malformed", { ...tool, type: "x--tool" }],
    ["type-reserved", { ...object("action", 1) }],
    ["timestamp-invalid", { ...tool, modified: "2026-02-30T00:00:00Z" }],
    ["timestamp-invalid", { ...tool, created: "2026-01-01" }],
    ["timestamp-invalid", { ...tool, created: 1767225600 }],
    ["timestamps-out-of-order", { ...tool, modified: "2025-12-31T23:59:59.999Z" }],
    [
      "timestamps-out-of-order",
      { ...network, start: "2026-01-02T00:00:00Z", end: "2026-01-01T00:00:00Z" },
    ],
    ["property-missing", { ...tool, name: undefined }],
    ["property-missing", { ...tool, created: undefined }],
    ["property-missing", { ...network, src_ref: undefined }],
    ["reference-malformed", { ...tool, created_by_ref: "identity--not-available" }],
    ["reference-malformed", { ...tool, object_marking_refs: [TLP_GREEN, null] }],
    ["reference-malformed", { ...tool, extensions: { e: { host_ref: "5" } } }],
    ["reference-type", { ...tool, created_by_ref: id("tool", 2) }],
    ["reference-type", { ...tool, object_marking_refs: [CREATOR] }],
    ["reference-type", { ...network, src_ref: id("url", 1) }],
    ["reference-type", relate(tool, "related-to", object("relationship", 9))],
    ["reference-type", relate(object("bundle", 1), "related-to", tool)],
    ["relationship-type-malformed", relate(tool, "Related To", tool)],
    ["granular-marking", { ...tool, granular_markings: [{ selectors: ["name"] }] }],
    [
      "granular-marking",
      { ...tool, granular_markings: [{ marking_ref: TLP_GREEN, lang: "nl", selectors: ["name"] }] },
    ],
    ["granular-marking", { ...tool, granular_markings: [{ lang: "nl", selectors: [] }] }],
    ["selector-invalid", { ...tool, granular_markings: [{ lang: "nl", selectors: ["title"] }] }],
    [
      "marking-self-reference",
      {
        ...object("marking-definition", 1),
        definition_type: "statement",
        definition: { statement: "x" },
        object_marking_refs: [id("marking-definition", 1)],
      },
    ],
  ])("%s: %o", (code, given) => {
    const parsed = JSON.parse(JSON.stringify(given)) as Json;
    expect(codes(read(bundle(parsed)))).toContain(code);
  });

  test.each([
    ["observable-unusable", { 0: { name: "x" } }],
    ["type-malformed", { 0: { type: "x--foo" } }],
    ["property-missing", { 0: { type: "url" } }],
    ["timestamp-invalid", { 0: { type: "file", name: "x", modified: "yesterday" } }],
    ["reference-dangling", { 0: { type: "email-message", is_multipart: false, from_ref: "1" } }],
    [
      "reference-dangling",
      { 0: { type: "email-message", is_multipart: false, from_ref: "toString" } },
    ],
    [
      "reference-type",
      {
        0: { type: "email-message", is_multipart: false, from_ref: "1" },
        1: { type: "url", value: "x" },
      },
    ],
  ])("%s in observables inside observed data: %o", (code, objects) => {
    const observed = object("observed-data", 1, {
      objects,
      first_observed: "2026-01-01T00:00:00Z",
      last_observed: "2026-01-01T00:00:00Z",
      number_observed: 1,
    });
    const reading = read(bundle(observed));
    expect(codes(reading)).toEqual([code]);
    expect(reading.notes[0]?.place).toMatch(/^\/objects\/0\/objects\/0/);
  });

  test("the same version with other content, in whatever order its properties stand", () => {
    const reordered = Object.fromEntries(Object.entries(tool).toReversed());
    expect(codes(read(bundle(tool, reordered)))).toEqual([]);
    expect(codes(read(bundle(tool, { ...tool, name: "x" })))).toEqual(["version-conflict"]);
    expect(
      codes(read(bundle(tool, { ...tool, name: "x", modified: "2026-01-03T00:00:00Z" }))),
    ).toEqual([]);
  });

  test("a bundle that does not say that it is one", () => {
    expect(codes(read({ objects: [tool] }))).toEqual(["property-missing"]);
  });
});

describe("what breaks no MUST is not noted", () => {
  test.each([
    ["a SHOULD: custom properties", { ...tool, x_mitre_version: "1.0" }],
    [
      "an id of another UUID version",
      { ...tool, id: "tool--00000000-0000-5000-8000-000000000001" },
    ],
    ["an id in capitals", { ...tool, id: "tool--ABCDEF00-0000-4000-8000-000000000001" }],
    ["a reference that leads out of the file", relate(tool, "uses", object("malware", 7))],
    ["a publisher's own reference", { ...tool, x_local_ref: "5" }],
    ["a type nobody knows", object("x-acme-gadget", 1)],
    ["the same instant twice", { ...tool, modified: "2026-01-01T00:00:00Z" }],
    ["an observable without a version", { type: "url", id: id("url", 1), value: "x" }],
    [
      "a new observable of an extension",
      { type: "x-sco", id: id("x-sco", 1), extensions: { e: { extension_type: "new-sco" } } },
    ],
  ])("%s", (_, given) => {
    expect(codes(read(bundle(given)))).toEqual([]);
  });
});

test("a file with very many notes of a kind says how many were left out", () => {
  const broken = Array.from({ length: 1500 }, (_, n) => ({
    ...object("tool", n),
    id: `tool--${n}`,
  }));
  const { notes } = read(bundle(...broken));
  expect(notes).toHaveLength(1001);
  expect(notes.at(-1)?.says).toContain("500 more");
});

describe("timestamps", () => {
  test.each([
    "2026-01-01T00:00:00Z",
    "2024-02-29T23:59:59.999999Z",
    "2000-02-29T00:00:00Z",
    "2016-12-31T23:59:60Z",
    "0001-01-01T00:00:00.1Z",
  ])("%s exists", (text) => {
    expect(isTimestamp(text)).toBe(true);
  });

  test.each([
    "",
    "2026-01-01",
    "2026-01-01T00:00:00",
    "2026-01-01T00:00:00+00:00",
    "2026-01-01t00:00:00z",
    "2026-01-01 00:00:00Z",
    "2023-02-29T00:00:00Z",
    "1900-02-29T00:00:00Z",
    "2026-04-31T00:00:00Z",
    "2026-00-01T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-01-00T00:00:00Z",
    "2026-01-01T24:00:00Z",
    "2026-01-01T00:60:00Z",
    "2026-01-01T00:00:60Z",
    "2026-01-01T00:00:00.Z",
    "2026-01-01T00:00:00.1.2Z",
    "2026-01-01T00:00:00Z ",
    "2022-101-27T00:00:00Z",
    "+026-01-01T00:00:00Z",
  ])("%s does not", (text) => {
    expect(isTimestamp(text)).toBe(false);
  });

  const moment = fc.date({
    min: new Date("0001-01-01T00:00:00Z"),
    max: new Date("9999-12-31T23:59:59Z"),
    noInvalidDate: true,
  });

  test("every moment of the calendar exists, and compares as time does", () => {
    fc.assert(
      fc.property(moment, moment, (a, b) => {
        const [left, right] = [a.toISOString(), b.toISOString()];
        expect(isTimestamp(left)).toBe(true);
        expect(compareInstants(left, right)).toBe(Math.sign(a.getTime() - b.getTime()) + 0);
      }),
    );
  });

  test("zeros at the end of a fraction make no difference", () => {
    expect(compareInstants("2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000Z")).toBe(0);
    expect(compareInstants("2026-01-01T00:00:00.1Z", "2026-01-01T00:00:00.09Z")).toBe(1);
    expect(compareInstants("2026-01-01T00:00:00Z", "2026-01-01T00:00:00.001Z")).toBe(-1);
  });
});
