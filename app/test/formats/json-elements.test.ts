import fc from "fast-check";
import { expect, test } from "vitest";
import { elementBytes } from "../../src/formats/json/elements.ts";
import { parseJson } from "../../src/formats/json/parse.ts";
import { DEFAULT_LIMITS } from "../../src/formats/limits.ts";

const utf8 = new TextEncoder();
const space = fc
  .array(fc.constantFrom(" ", "\n", "\t", "\r"), { maxLength: 3 })
  .map((all) => all.join(""));
const element = fc
  .tuple(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(undefined, 1, "\t"))
  .map(([value, indent]) => JSON.stringify(value, undefined, indent))
  // Refused by the reader, before anything is cut.
  .filter((text) => !text.includes("__proto__"));
const other = fc.constantFrom("a", "objects ", 'o"bjects', "\\", "", "[", "Objects");

test("each element of the list is found in its own bytes, whatever stands around it", () => {
  fc.assert(
    fc.property(
      fc.array(element, { maxLength: 6 }),
      fc.uniqueArray(fc.tuple(other, element), { maxLength: 3, selector: ([key]) => key }),
      fc.constantFrom('"objects"', '"obj\\u0065cts"'),
      fc.nat(3),
      space,
      (elements, members, key, at, gap) => {
        const list = `${key}${gap}:${gap}[${gap}${elements.join(`${gap},${gap}`)}${gap}]`;
        const parts = members.map(
          ([name, value]) => `${JSON.stringify(name)}${gap}:${gap}${value}`,
        );
        const text = `${gap}{${gap}${parts.toSpliced(at, 0, list).join(`${gap},${gap}`)}${gap}}${gap}`;
        const bytes = utf8.encode(text);
        expect(() => parseJson(bytes, "x", DEFAULT_LIMITS)).not.toThrow();
        const found = elementBytes(bytes, "objects").map((one) => new TextDecoder().decode(one));
        expect(found).toEqual(elements);
      },
    ),
    { numRuns: 2_000 },
  );
});

test.each([
  "[1]",
  "7",
  '"objects"',
  "{}",
  '{"objects":7}',
  '{"objects":{"objects":[1]}}',
  '{"x":{"objects":[1]}}',
])("%s has no such list", (text) => {
  expect(elementBytes(utf8.encode(text), "objects")).toEqual([]);
});
