import { describe, expect, test } from "vitest";
import { rankTest, type Difference } from "../../../bench/measure/rank-test.ts";

/** Every way to take so many of these values, with those that are left. */
function* parted(
  values: readonly number[],
  count: number,
): Generator<readonly [readonly number[], readonly number[]]> {
  for (let chosen = 0; chosen < 2 ** values.length; chosen++) {
    const isFirst = (_: number, at: number): boolean => ((chosen >> at) & 1) === 1;
    const first = values.filter(isFirst);
    if (first.length === count) yield [first, values.filter((one, at) => !isFirst(one, at))];
  }
}

function allOf(values: readonly number[], count: number): readonly Difference[] {
  return [...parted(values, count)].map(([first, second]) => rankTest(first, second));
}

/** Pair by pair, as the share is defined. */
function shareByPairs(first: readonly number[], second: readonly number[]): number {
  const won = first.flatMap((a) => second.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)));
  return won.reduce<number>((sum, one) => sum + one, 0) / won.length;
}

/** Values without ties, with some, and nearly all alike. */
const VALUES = [
  [1, 2, 3, 4, 5, 6, 7, 8],
  [1, 2, 2, 3, 3, 3, 4, 9],
  [5, 5, 5, 5, 5, 5, 5, 6],
  [0.25, 1e9, 3, 3, -1],
];

describe("the rank test", () => {
  // Mann and Whitney (1947), table I: the probability of at most U = 0, 1, 2 …, were both of one kind.
  test.each<readonly [number, number, readonly number[]]>([
    [3, 3, [0.05, 0.1, 0.2, 0.35, 0.5]],
    [4, 4, [0.014, 0.029, 0.057, 0.1, 0.171, 0.243, 0.343, 0.443, 0.557]],
    [
      5,
      5,
      [0.004, 0.008, 0.016, 0.028, 0.048, 0.075, 0.111, 0.155, 0.21, 0.274, 0.345, 0.421, 0.5],
    ],
  ])("has the distribution of the published table for %i and %i", (m, n, table) => {
    const values = Array.from({ length: m + n }, (_, i) => i);
    const found = allOf(values, m).map(({ share }) => Math.round(share * m * n));
    const atMost = table.map((_, u) => found.filter((one) => one <= u).length / found.length);
    expect(atMost.map((one) => Math.round(one * 1000) / 1000)).toEqual(table);
  });

  test("counts for a known race what is counted by hand", () => {
    // Six tortoises and six hares come in as T H H H H H T T T T T H: a tortoise is later 25 times of 36.
    const [tortoises, hares] = [
      [1, 7, 8, 9, 10, 11],
      [2, 3, 4, 5, 6, 12],
    ];
    const { share, deviations, median } = rankTest(tortoises ?? [], hares ?? []);
    expect(share).toBe(25 / 36);
    expect(deviations).toBeCloseTo(7 / Math.sqrt(39), 12);
    expect(median).toBe(9 - 5);
  });

  test.each(VALUES.map((values) => [values]))(
    "of every split of %j says how often one is larger, pair by pair",
    (values) => {
      for (let count = 1; count < values.length; count++) {
        for (const [first, second] of parted(values, count)) {
          const { share } = rankTest(first, second);
          expect(share).toBeCloseTo(shareByPairs(first, second), 12);
          const turned = rankTest(second, first);
          expect(turned.share).toBeCloseTo(1 - share, 12);
          expect(turned.deviations).toBeCloseTo(-rankTest(first, second).deviations, 12);
        }
      }
    },
  );

  test.each(VALUES.map((values) => [values]))(
    "over all splits of %j is on average at a half, with the deviation it counts in",
    (values) => {
      for (let count = 1; count < values.length; count++) {
        const all = allOf(values, count);
        const mean = (of: (one: Difference) => number): number =>
          all.reduce((sum, one) => sum + of(one), 0) / all.length;
        expect(mean(({ share }) => share)).toBeCloseTo(0.5, 12);
        expect(mean(({ deviations }) => deviations)).toBeCloseTo(0, 12);
        expect(mean(({ deviations }) => deviations ** 2)).toBeCloseTo(1, 12);
      }
    },
  );

  test("sees no difference where all are alike, whatever the order they come in", () => {
    expect(rankTest([3, 3, 3], [3, 3])).toEqual({ share: 0.5, deviations: 0, median: 0 });
    const one = rankTest([5, 1, 4, 2], [3, 9, 3]);
    expect(rankTest([1, 2, 4, 5], [9, 3, 3])).toEqual(one);
  });

  test("is not swayed by how slow the slowest is", () => {
    const [fast, slow] = [rankTest([1, 2, 6], [3, 4, 5]), rankTest([1, 2, 6e9], [3, 4, 5])];
    expect(slow).toEqual(fast);
  });
});
