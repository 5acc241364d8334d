import fc from "fast-check";
import { expect, test } from "vitest";
import { Repeats } from "../../../../src/core/release/residue/repeats.ts";

test("a stretch comes again when the same bytes were kept, and at no other time", () => {
  const bytes = fc.uint8Array({ max: 1, maxLength: 60 });
  const hashes = fc.constantFrom<(all: Uint8Array) => number>(
    (all) => all.reduce((sum, byte) => sum * 2 + byte, 0),
    (all) => -all.length,
    () => 0,
  );
  fc.assert(
    fc.property(bytes, hashes, fc.integer({ min: 1, max: 5 }), (all, hash, size) => {
      const repeats = new Repeats(all);
      const kept = new Set<string>();
      for (let at = 0; at + size <= all.length; at += size) {
        const piece = all.subarray(at, at + size);
        const isKnown = repeats.has(at, at + size, hash(piece));
        // It may have forgotten one.
        expect(isKnown && !kept.has(piece.join())).toBe(false);
        kept.add(piece.join());
        repeats.keep(at, at + size, hash(piece));
        expect(repeats.has(at, at + size, hash(piece))).toBe(true);
      }
    }),
  );
});

test("what is kept is known again among a few others of the same number", () => {
  const bytes = Uint8Array.from("abcdabcd", (one) => one.charCodeAt(0));
  const repeats = new Repeats(bytes);
  for (let at = 0; at < 4; at++) repeats.keep(at, at + 1, 7);
  for (let at = 4; at < 8; at++) expect(repeats.has(at, at + 1, 7)).toBe(true);
  expect(repeats.has(4, 6, 7)).toBe(false);
});
