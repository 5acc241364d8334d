import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "../../src/core/item.ts";
import { Refusal } from "../../src/core/refusal.ts";
import { looksLikeMisp, readMisp } from "../../src/formats/misp/misp.ts";
import { ACTORS, attribute, event, noteCodes, object, partAt, read, values } from "./misp-event.ts";

const context = { actors: ACTORS, name: "event.json" };

describe("looksLikeMisp", () => {
  test.each<[string, Json]>([
    ["the wrapper of an event", { Event: event() }],
    ["the answer of a search", { response: [{ Event: event() }] }],
    ["the answer of a search that found nothing", { response: [] }],
    ["the answer of a search with one event", { response: { Event: event() } }],
    ["the answer of an attribute search", { response: { Attribute: [attribute()] } }],
    ["an array of wrapped events", [{ Event: event() }, { Event: event() }]],
    ["an event without wrapper", event()],
    ["an event without attributes", { info: "x", analysis: "0" }],
    ["attributes without their event", { Attribute: [attribute()] }],
    ["objects without their event", { Object: [object([])] }],
  ])("knows %s", (_, json) => {
    expect(looksLikeMisp(json)).toBe(true);
  });

  test.each<[string, Json]>([
    ["null", null],
    ["a text", "Event"],
    ["an empty list", []],
    ["an empty object", {}],
    ["a list of other things", [{ Event: event() }, { type: "bundle" }]],
    ["a STIX bundle", { type: "bundle", id: "bundle--1", objects: [] }],
    ["a STIX object with an odd property", { type: "x-thing", Attribute: [] }],
    ["a feed's manifest", { "11111111-1111-4111-8111-111111111111": { info: "x", Orgc: {} } }],
    ["a galaxy cluster", { type: "threat-actor", values: [] }],
    ["a galaxy with clusters", { type: "threat-actor", uuid: "x", GalaxyCluster: [] }],
    ["a CSAF document", { document: { title: "x" } }],
    ["any thing with an info", { info: "x", date: "2026-01-01" }],
    ["an event that is no object", { Event: [] }],
  ])("does not take %s for MISP", (_, json) => {
    expect(looksLikeMisp(json)).toBe(false);
  });
});

describe("readMisp", () => {
  test("gives a part for the event, each object, attribute and report, with id, type and place", () => {
    const [e, a, o, b] = [event(), attribute(), object([]), attribute({ type: "domain" })];
    const report = { uuid: "33333333-3333-4333-8333-333333333333", name: "R", content: "text" };
    const json = {
      ...e,
      Attribute: [a],
      Object: [{ ...o, Attribute: [b] }],
      EventReport: [report],
    };
    const { format, parts, notes } = read(json);
    expect(format).toBe("misp");
    expect(notes).toEqual([]);
    expect(parts.map(({ id, type, place }) => ({ id, type, place }))).toEqual([
      { id: e["uuid"], type: "event", place: "/Event" },
      { id: a["uuid"], type: "ip-dst", place: "/Event/Attribute/0" },
      { id: o["uuid"], type: "object:domain-ip", place: "/Event/Object/0" },
      { id: b["uuid"], type: "domain", place: "/Event/Object/0/Attribute/0" },
      { id: report.uuid, type: "event-report", place: "/Event/EventReport/0" },
    ]);
  });

  test.each<[string, (json: Json) => Json, readonly string[]]>([
    ["the wrapper of an event", (json) => ({ Event: json }), ["/Event"]],
    ["the answer of a search", (json) => ({ response: [{ Event: json }] }), ["/response/0/Event"]],
    ["one event as the answer", (json) => ({ response: { Event: json } }), ["/response/Event"]],
    ["an array", (json) => [{ Event: json }, { Event: json }], ["/0/Event", "/1/Event"]],
    ["no wrapper", (json) => json, [""]],
  ])("reads events in %s", (_, wrap, places) => {
    const { parts } = readMisp(wrap(event()), context);
    expect(parts.map(({ place }) => place)).toEqual(places);
  });

  test("reads the answer of an attribute search, with the event inside each attribute", () => {
    const inner = { distribution: "0", Orgc: { uuid: "11111111-1111-4111-8111-111111111111" } };
    const json = { response: { Attribute: [attribute({ distribution: "3", Event: inner })] } };
    const result = readMisp(json, context);
    const part = partAt(result, "/response/Attribute/0");
    expect(result.parts).toHaveLength(1);
    expect(values(part, "distribution")).toEqual(["all", "own"]);
    expect(values(part, "originatorsKnown")).toEqual([true]);
    expect(noteCodes(result)).toEqual(["no-event"]);
  });

  test("reads analyst data with its author and distribution, and what is attached to it", () => {
    const inner = { uuid: "44444444-4444-4444-8444-444444444444", opinion: "80" };
    const note = {
      uuid: "55555555-5555-4555-8555-555555555555",
      note: "Handle as TLP:RED",
      authors: "somebody@example.org",
      orgc_uuid: "22222222-2222-4222-8222-222222222222",
      distribution: "0",
      Opinion: [inner],
    };
    const result = read(event({ Attribute: [attribute({ Note: [note] })] }));
    const part = partAt(result, "/Event/Attribute/0/Note/0");
    expect(part.type).toBe("note");
    expect(values(part, "distribution")).toEqual(["own", "all"]);
    expect(values(part, "originators")).toContain("22222222-2222-4222-8222-222222222222");
    expect(values(part, "tlp")).toEqual(["red"]);
    expect(
      values(partAt(result, "/Event/Attribute/0/Note/0/Opinion/0"), "originatorsKnown"),
    ).toContain(false);
    expect(values(partAt(result, "/Event/Attribute/0"), "tlp")).toEqual([]);
    expect(JSON.stringify(result)).not.toContain("@");
  });

  test.each<[string, Json]>([
    ["an empty answer", { response: [] }],
    ["an answer of other things", { response: [{ type: "bundle" }, null, 7] }],
    ["a manifest", { "11111111-1111-4111-8111-111111111111": { info: "x" } }],
    ["null", null],
    ["attributes that are no list", { Attribute: "x", Object: 7 }],
  ])("refuses %s with the name of the file", (_, json) => {
    expect(() => readMisp(json, context)).toThrow(Refusal);
    expect(() => readMisp(json, context)).toThrow(/^event\.json: holds no MISP event; /);
  });

  test("keeps what it can read beside what it cannot, with a note for each", () => {
    const json = event({
      Attribute: [null, 7, "x", [], attribute()],
      Object: { name: "x" },
      EventReport: "x",
      Galaxy: [null, { GalaxyCluster: [null, 7, {}, { value: 7 }] }],
      Tag: [null, {}, { name: 7 }, { name: "" }],
      SharingGroup: [],
    });
    const result = read(json);
    expect(result.parts).toHaveLength(2);
    expect(noteCodes(result)).toEqual(["malformed"]);
    expect(result.notes.map(({ place }) => place)).toEqual(
      expect.arrayContaining([
        "/Event/Attribute/0",
        "/Event/Attribute/3",
        "/Event/Object",
        "/Event/EventReport",
        "/Event/Galaxy/0",
        "/Event/Tag/0",
        "/Event/Tag/3",
      ]),
    );
  });

  test("never fails other than by a refusal, whatever stands in any field", () => {
    const leaf = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom("5", 4, "tlp:red", true));
    const keys = `uuid info date timestamp published distribution SharingGroup Org Orgc Attribute
      Object EventReport Tag Galaxy ShadowAttribute RelatedEvent Note Event type value
      comment category deleted GalaxyCluster meta name data Sighting Organisation
      event_creator_email`.split(/\s+/);
    const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
      tree: fc.oneof(
        { depthSize: "small" },
        leaf as fc.Arbitrary<Json>,
        fc.array(tie("tree"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...keys), tie("tree"), { maxKeys: 6 }),
      ),
    }));
    const objects = fc.dictionary(fc.constantFrom(...keys), tree);
    fc.assert(
      fc.property(objects, (json) => {
        expect(outcome({ Event: { ...event(), ...json } })).toMatch(/^(read|broken-document)$/);
        expect(outcome({ response: [json] })).toMatch(/^(read|broken-document)$/);
      }),
      { numRuns: 400 },
    );
  });
});

function outcome(json: Json): string {
  try {
    readMisp(json, context);
    return "read";
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error);
  }
}
