import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../../../../src/core/item.ts";
import { canonical } from "../../../../src/formats/copy/stix/take-in.ts";

const values = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;

test("any value is written as JSON.stringify writes it with its names sorted", () => {
  fc.assert(
    fc.property(values, (value) => {
      expect(canonical(value)).toBe(JSON.stringify(sorted(value)));
    }),
  );
});

test("names that are whole numbers come first, and the order of the others does not matter", () => {
  expect(canonical({ b: 1, "10": 2, "9": 3, "09": 4, a: { d: [], c: null } })).toBe(
    '{"9":3,"10":2,"09":4,"a":{"c":null,"d":[]},"b":1}',
  );
});

function sorted(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, below]) => [name, sorted(below as Json)]));
}
