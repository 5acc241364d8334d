import fc from "fast-check";
import { describe, expect, test } from "vitest";

import {
  isAtLeast,
  OLDEST,
  parseVersion,
  typeStrippingFlags,
  type Version,
} from "../../../tools/set-up/version.mjs";

const part = fc.nat(999);
const version = fc.tuple(part, part, part);

function parsed(text: string): Version {
  const read = parseVersion(text);
  if (read === undefined) throw new Error(`${text} is not a version`);
  return read;
}

describe("parseVersion", () => {
  test.each([
    ["v24.21.0", [24, 21, 0]],
    ["20.19.0", [20, 19, 0]],
    ["v24.0.0-nightly20250101", [24, 0, 0]],
    ["v22.12.0\n", [22, 12, 0]],
  ])("reads %j", (text, expected) => {
    expect(parseVersion(text)).toEqual(expected);
  });

  test.each(["", "v24", "24.1", "24.1.x", "node v24.1.0", "24.1.0.1", "-1.0.0"])(
    "does not take %j for a version",
    (text) => {
      expect(parseVersion(text)).toBeUndefined();
    },
  );
});

describe("isAtLeast", () => {
  test("compares numbers, not text", () => {
    expect(isAtLeast(parsed("22.9.0"), OLDEST)).toBe(false);
    expect(isAtLeast(parsed("22.12.0"), OLDEST)).toBe(true);
    expect(isAtLeast(parsed("100.0.0"), OLDEST)).toBe(true);
  });

  test("a version is at least itself, and of two different ones exactly one is at least the other", () => {
    fc.assert(
      fc.property(version, version, (one, other) => {
        const same = one.join(".") === other.join(".");
        expect(isAtLeast(one, one)).toBe(true);
        expect(isAtLeast(one, other) && isAtLeast(other, one)).toBe(same);
        expect(isAtLeast(one, other) || isAtLeast(other, one)).toBe(true);
      }),
    );
  });
});

describe("typeStrippingFlags", () => {
  const flag = "--experimental-strip-types";
  const silence = "--disable-warning=ExperimentalWarning";

  test.each([
    ["22.12.0", [flag, silence]],
    ["22.17.1", [flag, silence]],
    ["22.18.0", []],
    ["23.5.0", [flag, silence]],
    ["23.6.0", [silence]],
    ["24.0.0", [silence]],
    ["24.3.0", []],
    ["24.21.0", []],
    ["26.10.0", []],
  ])("Node %s needs %j", (text, flags) => {
    expect(typeStrippingFlags(parsed(text))).toEqual(flags);
  });

  test("this Node needs none that it does not know", () => {
    const flags = typeStrippingFlags(parsed(process.versions.node));
    expect(flags.filter((word) => !process.allowedNodeEnvironmentFlags.has(word))).toEqual([]);
  });
});
