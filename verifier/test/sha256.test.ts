import { createHash, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { sha256, treeHash } from "../src/index.ts";

function nodeHex(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

test("our SHA-256 agrees with the platform's for every length up to four blocks", () => {
  const bytes = randomBytes(256);
  for (let length = 0; length <= bytes.length; length += 1) {
    const input = bytes.subarray(0, length);
    expect(Buffer.from(sha256(input)).toString("hex"), `${length}`).toBe(nodeHex(input));
  }
});

test("our SHA-256 agrees with the platform's for long inputs and for views into a buffer", () => {
  const bytes = new Uint8Array(randomBytes(1_000_003));
  for (const input of [bytes, bytes.subarray(1), bytes.subarray(77, 700_000)]) {
    expect(Buffer.from(sha256(input)).toString("hex")).toBe(nodeHex(input));
  }
});

test("hashes do not share memory: an earlier result stays as it was", () => {
  const first = sha256(Uint8Array.of(1));
  const before = Buffer.from(first).toString("hex");
  sha256(Uint8Array.of(2));
  expect(Buffer.from(first).toString("hex")).toBe(before);
});

test("a port that is not SHA-256 is refused before anything is hashed with it", () => {
  const other = (bytes: Uint8Array) => new Uint8Array(createHash("sha512").update(bytes).digest());
  expect(() => treeHash(other)).toThrow(TypeError);
  expect(() => treeHash(() => new Uint8Array(32))).toThrow(TypeError);
});
