import fc from "fast-check";
import { expect, test } from "vitest";
import { findPersonalData } from "../../src/formats/document/person.ts";

const EMAIL = "an e-mail address";
const NUMBER = "a citizen service number";
const TELEPHONE = "a telephone number";

test.each([
  "jan.jansen@example.nl",
  "mail <jan+x@sub.example.co.uk>, please",
  "jan[at]example[.]nl",
  "jan (at) example (dot) nl",
  "jan@example[dot]nl",
  "jan{@}example{.}nl",
  "mailto:josé@exämple.nl",
])("%j holds an e-mail address", (text) => {
  expect(findPersonalData(text)).toEqual([EMAIL]);
});

test.each([
  "at example.nl",
  "look at (this) dot",
  "npm@1.2.3",
  "@mention",
  "a@b",
  "a @ b.nl",
  "example[.]nl",
])("%j holds no e-mail address", (text) => {
  expect(findPersonalData(text)).not.toContain(EMAIL);
});

test.each(["111222333", "BSN: 123456782.", "(123456782)", "1234.56.782", "123 456 782"])(
  "%j holds a citizen service number",
  (text) => {
    expect(findPersonalData(text)).toEqual([NUMBER]);
  },
);

test.each([
  "123456789",
  "000000000",
  "1112223334",
  "a111222333",
  "111222333-4",
  "1.111222333",
  "d41d8cd98f00b204e9800998ecf8427e",
  "192.168.123.456",
])("%j holds no citizen service number", (text) => {
  expect(findPersonalData(text)).not.toContain(NUMBER);
});

test("one wrong digit never passes the eleven-test", () => {
  fc.assert(
    fc.property(fc.nat(8), fc.integer({ min: 1, max: 9 }), (at, add) => {
      const digits = [..."123456782"].map(Number);
      digits[at] = ((digits[at] ?? 0) + add) % 10;
      expect(findPersonalData(digits.join(""))).not.toContain(NUMBER);
    }),
  );
});

test.each([
  "+31 6 12345678",
  "+31(0)6-12345678",
  "call 0031 6 1234 5678 now",
  "+1 (202) 555-0100",
  "tel:+4930123456",
])("%j holds a telephone number", (text) => {
  expect(findPersonalData(text)).toEqual([TELEPHONE]);
});

test.each(["+31", "UTC+0100", "1+23456789", "2026-11-26 00:00:00", "+123", "a+31612345678"])(
  "%j holds no telephone number",
  (text) => {
    expect(findPersonalData(text)).not.toContain(TELEPHONE);
  },
);

test.each(["a@", "+1", "1.", "[at]", "(", "a", "1", "+1(", "a@b.", "@[ ", " "])(
  "a million times %j is read in the time a test has",
  (piece) => {
    const text = piece.repeat(1_000_000 / piece.length);
    expect(findPersonalData(text)).toBeInstanceOf(Array);
  },
);
