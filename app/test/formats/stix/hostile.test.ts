import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FACTS } from "../../../src/core/facts/fact.ts";
import type { Json } from "../../../src/core/item.ts";
import { bundle, facts, id, object, read, table } from "./given.ts";

const actors = table(["Bear", "RU"], ["Panda", "CN"]);

describe("a file built to cost more than it is", () => {
  test("one id repeated without end, and as many relationships between them, is refused in time", () => {
    const same = Array.from({ length: 6000 }, () => object("tool", 1));
    const links = Array.from({ length: 6000 }, (_, n) =>
      object("relationship", n, {
        relationship_type: "duplicate-of",
        source_ref: id("tool", 1),
        target_ref: id("tool", 1),
      }),
    );
    expect(() => read(bundle(...same, ...links))).toThrow(
      expect.objectContaining({ code: "too-many-nodes", place: "test" }),
    );
  });

  test("a chain of containers in which everything adds an actor is refused in time", () => {
    const sets = Array.from({ length: 8000 }, (_, n) => object("intrusion-set", n));
    const chain = Array.from({ length: 8000 }, (_, n) =>
      object("grouping", n, { object_refs: [id("intrusion-set", n), id("grouping", n + 1)] }),
    );
    expect(() => read(bundle(...sets, ...chain))).toThrow(
      expect.objectContaining({ code: "too-many-nodes" }),
    );
  });

  test("a long chain with one actor at its end is no such file", () => {
    const set = object("intrusion-set", 1, { name: "Bear" });
    const chain = Array.from({ length: 20_000 }, (_, n) =>
      object("grouping", n, {
        object_refs: [n === 19_999 ? set.id : id("grouping", n + 1)],
      }),
    );
    const reading = read(bundle(...chain, set), actors);
    expect(facts(reading, object("grouping", 0), "attributedTo")).toEqual(["RU"]);
  });

  test("text of the item cannot steer the reader's terminal from a note or a claim", () => {
    const evil = "\u001b[31m\u202e\u0000";
    const reading = read(
      bundle(
        { ...object("tool", 1), type: `x${evil}`, [`a${evil}_ref`]: "x" },
        object("intrusion-set", 1, { name: `Bear${evil}` }),
        object("location", 1, { country: evil }),
      ),
    );
    const said = [...reading.notes, ...reading.parts.flatMap(({ claims }) => claims)];
    expect(said.map(({ says, place }) => says + place).join()).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

const SOME_ID = fc.constantFrom(
  ...[
    "intrusion-set",
    "malware",
    "campaign",
    "report",
    "indicator",
    "location",
    "relationship",
  ].flatMap((type) => [id(type, 1), id(type, 2)]),
);

/** Objects that refer to each other at random, some of them broken. */
const SOME_OBJECT: fc.Arbitrary<Json> = fc
  .record(
    {
      type: fc.constantFrom(
        "intrusion-set",
        "malware",
        "campaign",
        "report",
        "location",
        "relationship",
        "x",
      ),
      id: SOME_ID,
      name: fc.constantFrom("Bear", "Panda", "", "x"),
      relationship_type: fc.constantFrom(
        "uses",
        "attributed-to",
        "revoked-by",
        "indicates",
        "targets",
      ),
      source_ref: SOME_ID,
      target_ref: SOME_ID,
      object_refs: fc.array(SOME_ID, { maxLength: 4 }),
      created_by_ref: fc.constantFrom(id("identity", 1), id("identity", 2), "x"),
      object_marking_refs: fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
      granular_markings: fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>,
      country: fc.constantFrom("FR", "x", null),
      labels: fc.jsonValue({ maxDepth: 1 }) as fc.Arbitrary<Json>,
    },
    { requiredKeys: ["type", "id"] },
  )
  .map((properties) => properties as Json);

describe("whatever a file holds", () => {
  const anything = fc.array(
    fc.oneof({ weight: 9, arbitrary: SOME_OBJECT }, fc.jsonValue() as fc.Arbitrary<Json>),
    { minLength: 1, maxLength: 12 },
  );

  test("every entry becomes one part, and every claim has the shape of its fact", () => {
    fc.assert(
      fc.property(anything, (entries) => {
        const { parts } = read(bundle(...entries), actors);
        expect(parts.map(({ place }) => place)).toEqual(entries.map((_, n) => `/objects/${n}`));
        for (const { claims } of parts) {
          for (const { fact, value, place, says } of claims) {
            const { kind } = FACTS[fact];
            const isFlag = kind === "flag" || kind === "finding";
            expect([typeof value, place.startsWith("/objects/"), says === ""]).toEqual([
              isFlag ? "boolean" : "string",
              true,
              false,
            ]);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test("the order of the objects does not change what is read of each", () => {
    fc.assert(
      fc.property(fc.uniqueArray(SOME_OBJECT, { selector: idOf, maxLength: 10 }), (entries) => {
        const forth = read(bundle(object("tool", 1), ...entries), actors);
        const back = read(bundle(...entries.toReversed(), object("tool", 1)), actors);
        const said = ({ parts }: typeof forth): unknown =>
          Object.fromEntries(
            parts.map((part) => [
              part.id,
              [
                ...new Set(part.claims.map(({ fact, value }) => `${fact} ${String(value)}`)),
              ].toSorted(),
            ]),
          );
        expect(said(back)).toEqual(said(forth));
      }),
      { numRuns: 300 },
    );
  });

  test("another object never takes an attribution, a concern or a marking away", () => {
    const uses = (entry: Json): boolean => JSON.stringify(entry).includes('"uses"');
    fc.assert(
      fc.property(
        fc.array(SOME_OBJECT, { minLength: 1, maxLength: 8 }),
        SOME_OBJECT,
        (entries, more) => {
          // Sharing a tool is no attribution, so one more user may take a candidate away.
          fc.pre(!uses(more) && !JSON.stringify(more).includes("-to"));
          const before = read(bundle(...entries), actors);
          const after = read(bundle(...entries, more), actors);
          before.parts.forEach(({ claims }, n) => {
            const now = new Set(
              after.parts[n]?.claims.map(({ fact, value }) => `${fact} ${String(value)}`),
            );
            const then = claims
              .filter(({ fact }) => fact === "attributedTo" || fact === "concerns")
              .map(({ fact, value }) => `${fact} ${String(value)}`);
            expect(then.filter((said) => !now.has(said))).toEqual([]);
          });
        },
      ),
      { numRuns: 300 },
    );
  });
});

function idOf(json: Json): string {
  return JSON.stringify((json as { readonly id: string }).id);
}
