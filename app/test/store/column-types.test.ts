import { expect, test } from "vitest";
import { COLUMN_TYPES } from "../../src/store/connection/column-types.ts";

const parse = (type: number, text: string): unknown => COLUMN_TYPES.getTypeParser(type)(text);

test.each([
  ["2026-11-26 08:00:00+00", "2026-11-26T08:00:00.000000Z"],
  ["2026-11-26 08:00:00.5+00", "2026-11-26T08:00:00.500000Z"],
  ["0001-01-01 00:00:00.123456+00", "0001-01-01T00:00:00.123456Z"],
])("the time %s is %s", (text, moment) => {
  expect(parse(1184, text)).toBe(moment);
});

test.each(["2026-11-26 08:00:00+02", "infinity", "2026-11-26 08:00:00+00 BC"])(
  "the time %s is an error, not another time",
  (text) => {
    expect(() => parse(1184, text)).toThrow("is not a time in UTC");
  },
);

test("a whole number is exact or an error", () => {
  expect(parse(20, "9007199254740991")).toBe(9_007_199_254_740_991);
  expect(() => parse(20, "9007199254740993")).toThrow(RangeError);
});
