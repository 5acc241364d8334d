import { expect, test } from "vitest";

import { stampOf } from "../../../tools/set-up/dependencies.mjs";

const lockFile = new TextEncoder().encode('{"lockfileVersion":3}');
const stamp = stampOf(lockFile, [24, 21, 0], "linux-x64");

test("the stamp names the lock file's hash, Node's major version and the platform", () => {
  expect(stamp).toMatch(/^sha256:[0-9a-f]{64} node 24 linux-x64\n$/);
});

test("a newer Node of the same line needs no new install", () => {
  expect(stampOf(lockFile, [24, 99, 1], "linux-x64")).toBe(stamp);
});

test("another lock file, another line of Node or another platform does", () => {
  const others = [
    stampOf(new TextEncoder().encode('{"lockfileVersion":3} '), [24, 21, 0], "linux-x64"),
    stampOf(lockFile, [22, 21, 0], "linux-x64"),
    stampOf(lockFile, [24, 21, 0], "linux-arm64"),
  ];
  expect(new Set([stamp, ...others]).size).toBe(4);
});
