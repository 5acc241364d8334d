import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isDay, monthsBegun, toDay, yearsBegun } from "../../src/core/day.ts";

const days = fc
  .date({ min: new Date("1900-01-01"), max: new Date("2199-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe("a day", () => {
  test.each(["2026-02-28", "2024-02-29", "2000-02-29", "2026-12-31", "0001-01-01"])(
    "%s exists",
    (text) => {
      expect(isDay(text)).toBe(true);
    },
  );

  test.each([
    "2026-02-29",
    "1900-02-29",
    "2100-02-29",
    "2026-04-31",
    "2026-13-01",
    "2026-00-10",
    "2026-01-00",
    "2026-1-1",
    "26-01-01",
    "2026-01-01 ",
    "2026-01-01\n",
    " 2026-01-01",
    "+2026-01-01",
    "٢٠٢٦-٠١-٠١",
    "2026/01/01",
    "today",
    "",
  ])("%j does not", (text) => {
    expect(isDay(text)).toBe(false);
  });

  test("every day of the calendar exists, and the day after the last of a month does not", () => {
    fc.assert(
      fc.property(days, (day) => {
        const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
        const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
        expect(isDay(day)).toBe(true);
        expect(isDay(`${day.slice(0, 8)}${last + 1}`)).toBe(false);
      }),
    );
  });
});

describe("the day of a timestamp", () => {
  test.each([
    ["2026-01-31", "2026-01-31"],
    ["2026-01-31T23:59:59Z", "2026-01-31"],
    ["2026-01-31t00:00:00.123456z", "2026-01-31"],
    ["2016-12-31T23:59:60Z", "2016-12-31"],
  ])("of %s is %s", (text, day) => {
    expect(toDay(text)).toBe(day);
  });

  test.each([
    "2026-02-30T00:00:00Z",
    "2026-01-31T24:00:00Z",
    "2026-01-31T23:60:00Z",
    "2026-01-31T99:99:99Z",
    "2026-01-31T::::Z",
    "2026-01-31T10:00:00",
    "2026-01-31T10:00:00+02:00",
    "2026-01-31 10:00:00Z",
    `2026-01-31T10:00:00.${"0".repeat(100_000)}Z`,
    "",
  ])("%j has none", (text) => {
    expect(toDay(text)).toBeUndefined();
  });
});

describe("years, a begun year counted as one", () => {
  test.each([
    ["2016-11-26", "2026-11-26", 10],
    ["2016-11-26", "2026-11-27", 11],
    ["2016-11-26", "2026-11-25", 10],
    ["2016-02-29", "2026-02-28", 10],
    ["2016-02-29", "2026-03-01", 11],
    ["2026-01-01", "2026-01-02", 1],
    ["2026-01-01", "2026-01-01", 0],
    ["2026-01-02", "2026-01-01", 0],
    ["2025-12-31", "2026-01-01", 1],
  ])("from %s to %s: %i", (from, to, years) => {
    expect(yearsBegun(from, to)).toBe(years);
  });

  test("more than n exactly from the day after the anniversary on", () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 50 }), (from, n) => {
        fc.pre(!from.endsWith("02-29"));
        const anniversary = `${String(Number(from.slice(0, 4)) + n)}${from.slice(4)}`;
        expect(yearsBegun(from, anniversary)).toBe(n);
        expect(yearsBegun(from, dayAfter(anniversary))).toBe(n + 1);
      }),
    );
  });
});

describe("months, a begun month counted as one", () => {
  test.each([
    ["2026-01-01", "2026-12-31", 12],
    ["2026-01-01", "2027-01-01", 12],
    ["2026-01-01", "2027-01-02", 13],
    ["2025-11-26", "2026-11-26", 12],
    ["2025-11-26", "2026-11-27", 13],
    ["2026-01-31", "2026-02-28", 1],
    ["2026-01-31", "2026-03-01", 2],
    ["2024-02-29", "2025-02-28", 12],
    ["2024-02-29", "2025-03-01", 13],
    ["2026-03-01", "2026-02-01", 0],
  ])("from %s to %s: %i", (from, to, months) => {
    expect(monthsBegun(from, to)).toBe(months);
  });

  test.each([
    ["years", yearsBegun],
    ["months", monthsBegun],
  ])("%s never shrink when the end moves on", (_, length) => {
    fc.assert(
      fc.property(days, days, days, (from, a, b) => {
        const [early, late] = a < b ? [a, b] : [b, a];
        expect(length(from, early)).toBeLessThanOrEqual(length(from, late));
      }),
    );
  });
});

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
