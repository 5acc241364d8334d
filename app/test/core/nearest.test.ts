import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nearest, suggest } from "../../src/core/nearest.ts";

const ROLES = ["head", "minister", "legal", "second-assessor"];

describe("the nearest known name", () => {
  test.each([
    ["haed", "head"],
    ["Head", "head"],
    ["minster", "minister"],
    ["second-asessor", "second-assessor"],
    ["secondassessor", "second-assessor"],
  ])("of %s is %s", (wrong, right) => {
    expect(nearest(wrong, ROLES)).toBe(right);
  });

  test.each(["", "x", "king", "zzzzzzzzzzzzzzz"])("of %j is none: nothing is near", (wrong) => {
    expect(nearest(wrong, ROLES)).toBeUndefined();
  });

  test("of a known name is itself", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{1,20}$/), { minLength: 1 }), (known) => {
        expect(known.map((name) => nearest(name, known))).toEqual(known);
      }),
    );
  });

  test("is found after one letter is changed, added, left out or swapped, for six letters or more", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{6,30}$/), fc.nat(), (name, at) => {
        const i = at % (name.length - 1);
        const [head, tail] = [name.slice(0, i), name.slice(i + 1)];
        const swapped = `${head}${tail.slice(0, 1)}${name.slice(i, i + 1)}${tail.slice(1)}`;
        const wrong = [`${head}_${tail}`, `${head}_${name.slice(i)}`, `${head}${tail}`, swapped];
        expect(wrong.map((one) => nearest(one, [name]))).toEqual(wrong.map(() => name));
      }),
    );
  });

  test("of a name of a million letters costs no more than of sixty", () => {
    expect(nearest("h".repeat(1_000_000), ROLES)).toBeUndefined();
  });
});

describe("a suggestion", () => {
  test.each([
    ["haed", ROLES, 'did you mean "head"?'],
    ["king", ROLES, "known are: head, minister, legal, second-assessor"],
    ["head", [], "none is known"],
  ])("for %s", (wrong, known, says) => {
    expect(suggest(wrong, known)).toBe(says);
  });
});
