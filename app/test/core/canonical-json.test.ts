import canonicalize from "canonicalize";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson, fixed } from "../../src/core/canonical-json.ts";

describe("canonical JSON", () => {
  test("is that of RFC 8785, as another implementation writes it", () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
        expect(canonicalJson(value)).toBe(canonicalize(value));
      }),
      { numRuns: 2_000 },
    );
  });

  test("orders keys by UTF-16 code units, numbers among them", () => {
    const value = { "10": 1, "9": 2, "\u{1f600}": 3, "\ufb33": 4, a: 5, "": 6, "A\n": 7 };
    expect(canonicalJson(value)).toBe(
      '{"":6,"10":1,"9":2,"A\\n":7,"a":5,"\u{1f600}":3,"\ufb33":4}',
    );
    expect(canonicalJson({ b: [1e21, -0, 0.1], a: null })).toBe('{"a":null,"b":[1e+21,0,0.1]}');
  });

  test("escapes half of a pair, which RFC 8785 has no text for", () => {
    expect(canonicalJson({ "\ud800": "\udfff" })).toBe(String.raw`{"\ud800":"\udfff"}`);
  });

  test("leaves out what is undefined, as JSON does, and refuses what has no text", () => {
    expect(canonicalJson({ a: undefined, b: [undefined] })).toBe('{"b":[null]}');
    for (const value of [undefined, Number.NaN, Number.POSITIVE_INFINITY, 1n, () => 1]) {
      expect(() => canonicalJson(value)).toThrow(TypeError);
    }
    expect(() => canonicalJson({ deep: [Number.NaN] })).toThrow("has no canonical text");
  });

  test("of a fixed value is the same each time, and the value cannot be changed", () => {
    const value = { b: { c: [1, { d: "x" }] }, a: 1 };
    const before = canonicalJson(value);
    expect(fixed(value)).toBe(value);
    expect(canonicalJson({ value })).toBe(`{"value":${before}}`);
    expect(canonicalJson([value, value])).toBe(`[${before},${before}]`);
    expect(() => (value.b.c as unknown[]).push(2)).toThrow(TypeError);
    expect(() => Object.assign(value.b, { e: 1 })).toThrow(TypeError);
    expect(fixed(value)).toBe(value);
  });

  test("of what is made of a fixed value's members is that of a plain copy", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const plain = canonicalJson(structuredClone(value));
        const made = { ...fixed(value) };
        expect([canonicalJson(made), canonicalJson(made)]).toEqual([plain, plain]);
      }),
      { numRuns: 500 },
    );
  });
});
