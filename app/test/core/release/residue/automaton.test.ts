import fc from "fast-check";
import { expect, test } from "vitest";
import { Automaton } from "../../../../src/core/release/residue/automaton.ts";

test("finds each word wherever a plain search finds it, and nothing else", () => {
  const word = fc.string({
    unit: fc.constantFrom("a", "b", "c", "田"),
    minLength: 1,
    maxLength: 6,
  });
  const text = fc.string({ unit: fc.constantFrom("a", "b", "c", "田", "x"), maxLength: 60 });
  fc.assert(
    fc.property(fc.uniqueArray(word, { maxLength: 12 }), text, (some, searched) => {
      const words = some.toSorted();
      expect(run(words, searched)).toEqual(plainly(words, searched));
    }),
  );
});

test("goes on where states have no table of their own", () => {
  const letters = Array.from({ length: 3000 }, (_, nth) => String.fromCharCode(0x4e00 + nth));
  const words = letters.map((one, nth) => `${one}${letters[(nth * 7) % 3000] ?? ""}xyz`).toSorted();
  const text = `${words[17] ?? ""}${words[2999] ?? ""}`;
  expect(run(words, text)).toEqual(plainly(words, text));
});

function run(words: readonly string[], text: string): readonly string[] {
  const automaton = new Automaton(words);
  const found: string[] = [];
  let state = 0;
  for (let at = 0; at < text.length; at++) {
    state = automaton.step(state, automaton.idOf[text.charCodeAt(at)] ?? 0);
    for (let hit = automaton.hit[state] ?? 0; hit !== 0; hit = automaton.nextHit(hit)) {
      found.push(`${words[automaton.wordAt(hit)] ?? ""} ends at ${at}`);
    }
  }
  return found.toSorted();
}

function plainly(words: readonly string[], text: string): readonly string[] {
  const found: string[] = [];
  for (const word of words) {
    for (let at = 0; at + word.length <= text.length; at++) {
      if (text.startsWith(word, at)) found.push(`${word} ends at ${at + word.length - 1}`);
    }
  }
  return found.toSorted();
}
