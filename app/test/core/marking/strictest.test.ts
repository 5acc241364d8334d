import fc from "fast-check";
import { expect, test } from "vitest";
import { FACTS, isFactName, UNREADABLE, type FactName } from "../../../src/core/facts/fact.ts";
import { strictest } from "../../../src/core/marking/strictest.ts";
import { vectors } from "./vectors.ts";

const CASES = vectors("strictest.tsv").map(([fact = "", values = "", expected = ""]) => ({
  fact,
  values,
  expected,
}));

test.each(CASES)("$fact of $values is $expected", ({ fact, values, expected }) => {
  const list: unknown = JSON.parse(values);
  const found = Array.isArray(list) ? strictest(levelsOf(fact), list.map(String)) : "not a list";
  expect(found ?? "-").toBe(expected);
});

const level = fc
  .constantFrom(...Object.values(FACTS).filter((spec) => spec.kind === "level"))
  .chain(({ levels }) => {
    const value = fc.constantFrom(...levels, UNREADABLE, "invented");
    return fc.record({ levels: fc.constant(levels), values: fc.array(value), extra: value });
  });

test("a marking that is added never makes the level looser", () => {
  fc.assert(
    fc.property(level, ({ levels, values, extra }) => {
      const before = rank(levels, strictest(levels, values));
      expect(rank(levels, strictest(levels, [...values, extra]))).toBeGreaterThanOrEqual(before);
    }),
  );
});

test("the order of the markings does not matter, nor how often one is said", () => {
  fc.assert(
    fc.property(level, ({ levels, values, extra }) => {
      const once = strictest(levels, [...values, extra]);
      expect(strictest(levels, [extra, ...values.toReversed(), extra])).toBe(once);
    }),
  );
});

/** Nothing is loosest, unreadable is strictest. */
function rank(levels: readonly string[], value: string | undefined): number {
  if (value === undefined) return -1;
  return value === UNREADABLE ? levels.length : levels.indexOf(value);
}

function levelsOf(fact: string): readonly string[] {
  const name: FactName = isFactName(fact) ? fact : "unreadableMarkings";
  const spec = FACTS[name];
  return spec.kind === "level" ? spec.levels : [];
}
