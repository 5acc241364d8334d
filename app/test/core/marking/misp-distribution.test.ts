import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DISTRIBUTION_LEVELS, UNREADABLE } from "../../../src/core/facts/fact.ts";
import type { Json } from "../../../src/core/item.ts";
import {
  levelOfDistribution,
  membersOfSharingGroup,
} from "../../../src/core/marking/misp-distribution.ts";
import { vectors } from "./vectors.ts";

const LEVELS = vectors("distribution.tsv").map(([value = "", expected = ""]) => ({
  value,
  expected,
}));
const GROUPS = vectors("sharing-groups.tsv").map(([group = "", expected = ""]) => ({
  group,
  expected,
}));

describe("a MISP distribution", () => {
  test.each(LEVELS)("$value is $expected", ({ value, expected }) => {
    expect(levelOfDistribution(parse(value))).toBe(expected);
  });

  test("of any JSON is a level, inherit or unreadable", () => {
    const known = new Set<string>([...DISTRIBUTION_LEVELS, "inherit", UNREADABLE]);
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(known.has(levelOfDistribution(parse(text)))).toBe(true);
      }),
    );
  });
});

describe("a MISP sharing group", () => {
  test.each(GROUPS)("$group", ({ group, expected }) => {
    expect(membersOfSharingGroup(parse(group))).toBe(expected);
  });

  test("lists its organisations once, in order, whatever order they come in", () => {
    fc.assert(
      fc.property(fc.array(fc.uuid(), { minLength: 1 }), (uuids) => {
        const group = (list: string[]): Json => ({
          SharingGroupOrg: list.map((uuid) => ({ Organisation: { uuid } })),
        });
        const expected = [...new Set(uuids)].toSorted().join(",");
        expect(membersOfSharingGroup(group(uuids))).toBe(expected);
        expect(membersOfSharingGroup(group(uuids.toReversed()))).toBe(expected);
      }),
    );
  });
});

function parse(json: string): Json {
  const value: Json = JSON.parse(json);
  return value;
}
