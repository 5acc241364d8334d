import { randomBytes, randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { decryptItem, encryptItem } from "../../src/site/cases/item-box.ts";

const KEY = { subject: randomUUID(), bytes: new Uint8Array(randomBytes(32)) };
const SHA = "a".repeat(64);
const BYTES = new TextEncoder().encode("TLP:RED\nThe name of the source.\n");
const REFUSED: object = expect.objectContaining({ code: "wrong-seal" });

describe("the encrypted bytes of an item", () => {
  test("open to what they were, the empty ones too, and are other bytes each time", () => {
    for (const bytes of [BYTES, new Uint8Array()]) {
      const box = encryptItem(KEY, SHA, bytes);
      expect(Buffer.from(decryptItem(KEY, SHA, box)).equals(bytes)).toBe(true);
      expect(Buffer.from(encryptItem(KEY, SHA, bytes)).equals(box)).toBe(false);
    }
  });

  test("do not open with any one byte changed, cut short, or under anything else's name", () => {
    const box = encryptItem(KEY, SHA, BYTES);
    for (let at = 0; at < box.length; at += 1) {
      const flipped = Uint8Array.from(box);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      expect(() => decryptItem(KEY, SHA, flipped)).toThrow(REFUSED as Error);
    }
    for (const length of [0, 1, 12, 27, 28, box.length - 1]) {
      expect(() => decryptItem(KEY, SHA, box.subarray(0, length))).toThrow(REFUSED as Error);
    }
    const others = [
      [{ ...KEY, subject: randomUUID() }, SHA],
      [{ ...KEY, bytes: new Uint8Array(randomBytes(32)) }, SHA],
      [KEY, "b".repeat(64)],
    ] as const;
    for (const [key, sha256] of others) {
      expect(() => decryptItem(key, sha256, box)).toThrow(REFUSED as Error);
    }
  });
});
