import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ALWAYS,
  both,
  either,
  given,
  MeasureTable,
  MOST_WAYS,
  NEVER,
  type Formula,
} from "../../../src/core/deciding/formula.ts";

/** A positive formula as a tree, so that it can also be worked out by trying every set. */
type Tree = number | boolean | { readonly op: "and" | "or"; readonly of: readonly Tree[] };

const MEASURES = ["a", "b", "c", "d", "e", "f"] as const;
const EVERY_SET = Array.from({ length: 2 ** MEASURES.length }, (_, set) => BigInt(set));

const tree: fc.Arbitrary<Tree> = fc.letrec<{ node: Tree; leaf: Tree }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    tie("leaf"),
    fc.record({
      op: fc.constantFrom("and", "or"),
      of: fc.array(tie("node"), { maxLength: 4 }),
    }),
  ),
  leaf: fc.oneof(fc.nat({ max: MEASURES.length - 1 }), fc.boolean()),
})).node;

const formula = tree.map((one) => build(one, newTable()));

describe("a formula", () => {
  test("holds exactly the smallest sets that satisfy it, by brute force over six measures", () => {
    fc.assert(
      fc.property(tree, (one) => {
        const satisfying = EVERY_SET.filter((set) => isSatisfied(one, set));
        const minimal = satisfying.filter(
          (set) => !satisfying.some((other) => other !== set && (other & set) === other),
        );
        expect(sorted(build(one, newTable()))).toEqual(sorted(minimal));
      }),
      { numRuns: 500 },
    );
  });

  test("given some measures holds what is still missing, by brute force", () => {
    fc.assert(
      fc.property(tree, fc.constantFrom(...EVERY_SET), (one, done) => {
        const left = given(build(one, newTable()), done);
        const missing = EVERY_SET.filter((set) => isSatisfied(one, set | done));
        expect(EVERY_SET.filter((set) => left.some((way) => (way & set) === way))).toEqual(missing);
        expect(left.every((way) => (way & done) === 0n)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("that holds without measures is ALWAYS, one that cannot hold is NEVER: the very values", () => {
    fc.assert(
      fc.property(formula, (one) => {
        expect(one.length === 0).toBe(one === NEVER);
        expect(one.includes(0n)).toBe(one === ALWAYS);
      }),
    );
  });
});

describe("both and either", () => {
  test.each([
    ["both", both],
    ["either", either],
  ])("%s: order, grouping and repetition do not matter", (_, join) => {
    fc.assert(
      fc.property(formula, formula, formula, (a, b, c) => {
        expect(sorted(join(a, b))).toEqual(sorted(join(b, a)));
        expect(sorted(join(join(a, b), c))).toEqual(sorted(join(a, join(b, c))));
        expect(sorted(join(a, a))).toEqual(sorted(a));
      }),
    );
  });

  test("absorb each other, and ALWAYS and NEVER are their neutral values", () => {
    fc.assert(
      fc.property(formula, formula, (a, b) => {
        expect(sorted(both(a, either(a, b)))).toEqual(sorted(a));
        expect(sorted(either(a, both(a, b)))).toEqual(sorted(a));
        expect([both(a, ALWAYS), either(a, NEVER)].map(sorted)).toEqual([sorted(a), sorted(a)]);
        expect([both(a, NEVER), either(a, ALWAYS)]).toEqual([NEVER, ALWAYS]);
      }),
    );
  });

  test("do not change what they are given", () => {
    const [a, b] = [Object.freeze([1n, 6n]), Object.freeze([2n])];
    expect([both(a, b), either(a, b)].map(sorted)).toEqual([
      [3n, 6n],
      [1n, 2n],
    ]);
  });

  test("more ways than can be searched are refused, never cut short", () => {
    const table = new MeasureTable();
    const pair = (n: number): Formula => either(table.atom(`x${n}`), table.atom(`y${n}`));
    const product = (pairs: number): Formula =>
      Array.from({ length: pairs }, (_, n) => pair(n)).reduce(both, ALWAYS);
    expect(product(12)).toHaveLength(MOST_WAYS);
    expect(() => product(13)).toThrow("more than 4096 ways");
  });
});

describe("the table of measures", () => {
  test("names a set in alphabetical order, whatever the order in which they were met", () => {
    const table = new MeasureTable();
    const set = ["b", "c", "a", "b"].reduce((bits, name) => bits | table.bit(name), 0n);
    expect([table.names(set), table.names(0n), table.all()]).toEqual([["a", "b", "c"], [], set]);
  });

  test("tells more than 64 measures apart", () => {
    const table = new MeasureTable();
    const names = Array.from({ length: 200 }, (_, i) => `state:${i}`);
    const bits = names.map((name) => table.bit(name));
    expect(bits.map((bit) => table.names(bit))).toEqual(names.map((name) => [name]));
  });
});

function newTable(): MeasureTable {
  const table = new MeasureTable();
  for (const name of MEASURES) table.bit(name);
  return table;
}

function build(one: Tree, table: MeasureTable): Formula {
  if (typeof one === "number") return table.atom(MEASURES[one] ?? "");
  if (typeof one === "boolean") return one ? ALWAYS : NEVER;
  const parts = one.of.map((part) => build(part, table));
  return one.op === "and" ? parts.reduce(both, ALWAYS) : parts.reduce(either, NEVER);
}

function isSatisfied(one: Tree, set: bigint): boolean {
  if (typeof one === "number") return (set & (1n << BigInt(one))) !== 0n;
  if (typeof one === "boolean") return one;
  const of = (part: Tree): boolean => isSatisfied(part, set);
  return one.op === "and" ? one.of.every(of) : one.of.some(of);
}

function sorted(one: readonly bigint[]): bigint[] {
  return one.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
