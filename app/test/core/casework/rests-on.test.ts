import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { nextChange } from "../../../src/core/casework/rests-on.ts";
import { judgeMeasures } from "../../../src/core/authority.ts";
import { fixed } from "../../../src/core/canonical-json.ts";
import { addDays, isDay } from "../../../src/core/day.ts";
import { ask, decide, type Grounds } from "../../../src/core/deciding/decide.ts";
import type { Performed } from "../../../src/core/measure.ts";
import type { Pack } from "../../../src/core/pack.ts";
import { grounds } from "../../support/arbitrary.ts";
import { hopefulGrounds } from "../../support/hopeful.ts";
import { PEOPLE } from "../../support/plain.ts";
import { loadPack } from "../../support/packs.ts";

const FIRST = "2026-11-26";
const DAYS = 400;

let packs: readonly Pack[];
beforeAll(async () => {
  packs = await Promise.all(["nl-wiv", "cti-community"].map(loadPack));
});

const spread = fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 80, maxLength: 80 });

/** Things done on days before and after, of which some expire. */
const performed: fc.Arbitrary<readonly Performed[]> = fc.array(
  fc
    .record({
      measure: fc.constantFrom(
        "approve:head",
        "approve:minister",
        "consent:linde",
        "state:necessity",
      ),
      day: fc.integer({ min: 0, max: 900 }),
      lasts: fc.option(fc.integer({ min: 0, max: 300 }), { nil: undefined }),
    })
    .map(({ measure, day, lasts }) => {
      const on = addDays("2025-06-01", day);
      const by = measure === "consent:linde" ? "linde" : `the-${measure.split(":")[1] ?? ""}`;
      return {
        measure,
        by,
        on,
        partner: "partner",
        purpose: "defence",
        says: "for reasons that are written",
        ...(lasts === undefined ? {} : { expires: addDays(on, lasts) }),
      };
    }),
  { maxLength: 6 },
);

/** Random grounds of which every day lies somewhere around the days that are walked. */
const dated: fc.Arbitrary<Grounds> = fc
  .tuple(fc.oneof(grounds, hopefulGrounds), performed, spread)
  .map(([one, done, days]) => {
    const moved = moveDays({ ...one, performed: [] }, days);
    const last = one.facts.dates.lastProcessed;
    const dates =
      last === undefined ? {} : { lastProcessed: addDays("2015-06-01", (days[79] ?? 0) % 900) };
    const facts = { ...moved.facts, dates: { ...moved.facts.dates, ...dates } };
    return { ...moved, facts, performed: done, people: PEOPLE, now: FIRST };
  });

describe("the next day on which a decision may be otherwise", () => {
  test("is never late: on no day before it is anything asked otherwise, or anything else counts", () => {
    let turns = 0;
    fc.assert(
      fc.property(dated, (one) => {
        const { late, changed } = walk(one, (today) => {
          const { recipient, request, now, people } = today;
          const judged = judgeMeasures(today.performed, request, recipient, people, now);
          const questions = ask(today, packs)?.map(({ question }) => question);
          return JSON.stringify([questions, judged.map(({ counts }) => counts)]);
        });
        turns += changed;
        expect(late).toEqual([]);
      }),
      { numRuns: 60 },
    );
    expect(turns).toBeGreaterThan(60);
  });

  test("is never late for the verdict itself, decided anew on each of 400 days", () => {
    fc.assert(
      fc.property(dated, (one) => {
        const { late } = walk(one, (today) => {
          const { outcome, paths, reasons, performed: judged } = decide(today, packs);
          return JSON.stringify([outcome, paths, reasons, judged.map(({ counts }) => counts)]);
        });
        expect(late).toEqual([]);
      }),
      { numRuns: 4 },
    );
  });

  test("is the same for what cannot change any more, whatever it is a part of", () => {
    fc.assert(
      fc.property(dated, (one) => {
        const plain = nextChange(one, FIRST);
        const { facts, ...rest } = structuredClone(one);
        const made = { ...rest, facts: fixed(facts) };
        expect([nextChange(made, FIRST), nextChange(made, FIRST)]).toEqual([plain, plain]);
        expect(nextChange(fixed(structuredClone(one)), FIRST)).toBe(plain);
      }),
      { numRuns: 200 },
    );
  });

  test.each<[string, unknown, string | undefined]>([
    ["a day to come", { from: "2026-12-24" }, "2026-12-24"],
    ["a last day that is today", { until: FIRST }, "2026-11-27"],
    [
      "a last day that was yesterday: next year it is a year ago",
      { on: "2026-11-25" },
      "2027-11-26",
    ],
    ["the day on which something is ten years old", { on: "2016-11-30" }, "2026-12-01"],
    ["the day after 28 February for what was on the 29th", { on: "2024-02-29" }, "2027-03-01"],
    ["a day inside a time", { at: "2026-12-24T10:00:00.000Z" }, "2026-12-24"],
    [
      "the nearest of several, however deep",
      [{ a: ["2027-01-01", { b: "2026-12-31" }] }],
      "2026-12-31",
    ],
    ["nothing in what names no day", { says: "12 December", n: 5, none: null }, undefined],
    ["nothing in a day that does not exist", { on: "2026-02-30" }, undefined],
    [
      "nothing in the day it was decided on",
      { now: FIRST, deep: { now: "2027-05-05" } },
      undefined,
    ],
  ])("is %s", (_, value, expected) => {
    expect(nextChange(value, FIRST)).toBe(expected);
  });

  test("lies after today, whatever it is given", () => {
    fc.assert(
      fc.property(fc.jsonValue(), dated, (value, one) => {
        const days = [nextChange(value, FIRST), nextChange(one, FIRST)];
        expect(days.filter((day) => day !== undefined && !(isDay(day) && day > FIRST))).toEqual([]);
      }),
    );
  });
});

describe("days counted on", () => {
  test("are those of the calendar", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60_000 }), fc.nat({ max: 2_000 }), (start, count) => {
        const calendar = (n: number): string => new Date(n * 86_400_000).toISOString().slice(0, 10);
        expect(addDays(calendar(start), count)).toBe(calendar(start + count));
      }),
    );
  });
});

/** Days on which the picture is another one though nothing said that it might be. */
function walk(
  one: Grounds,
  picture: (today: Grounds) => string,
): { readonly late: readonly string[]; readonly changed: number } {
  const late: string[] = [];
  let before = picture(one);
  let due = nextChange(one, one.now);
  let changed = 0;
  for (let n = 1; n <= DAYS; n++) {
    const now = addDays(one.now, n);
    const today = { ...one, now };
    const after = picture(today);
    if (after !== before) {
      changed += 1;
      if (now !== due) late.push(`on ${now}, though the next change was to be ${due ?? "never"}`);
    }
    before = after;
    if (now === due) due = nextChange(today, now);
  }
  return { late, changed };
}

/** The same value with each day in it put elsewhere, `now` apart. */
function moveDays<T>(value: T, days: readonly number[]): T {
  let at = 0;
  const move = (one: unknown, key: string): unknown => {
    if (typeof one === "string" && isDay(one) && key !== "now") {
      at += 1;
      return addDays("2025-06-01", days[at % days.length] ?? 0);
    }
    if (Array.isArray(one)) return one.map((item) => move(item, key));
    if (typeof one !== "object" || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([name, item]) => [name, move(item, name)]));
  };
  return move(value, "") as T;
}
