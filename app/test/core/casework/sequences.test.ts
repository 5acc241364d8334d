import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Pack } from "../../../src/core/pack.ts";
import { loadPack } from "../../support/packs.ts";
import { play } from "./support/play.ts";
import { smallPack } from "./support/small-pack.ts";
import { sequences } from "./support/tries.ts";
import { ITEM_KINDS } from "./support/world.ts";

/** `npm run campaign -- cases N` plays as many as anybody likes; these are for each kind of item. */
const SMALL = 5_000;
const WHOLE = 150;

const SMALL_EDITIONS = [smallPack("1"), smallPack("2")] as const;
const games = fc.tuple(sequences, fc.constantFrom(...ITEM_KINDS));

/** What the same 3,000 sequences must meet each time, so that nobody plays them in vain. */
const MET = [
  "released: plain",
  "released: raw",
  "released: received",
  "released: person",
  "held",
  "it was given for something else",
  "it does not acknowledge",
  "it expired on DAY",
  "took it back",
  "one person counts once",
  "cannot approve it",
  "not: an administrator decides nothing",
  "holds no role on DAY",
  "override is written",
  "retract is written",
  "it was written before the request was changed",
  "its quota of 1 cases is used up",
  "not: a program cannot take this step",
  "release is written",
  "recall is written",
  "it was not done in the copy for",
  "has left already; prepare it anew",
  "is not the newest that was prepared",
  "does not carry the caveat",
  "leaves, or has left",
  "a program does not release that",
  "it was called back already",
];

describe("random sequences of steps, on the code and on the reference machine at once", () => {
  let wiv: Pack;
  beforeAll(async () => {
    wiv = await loadPack("nl-wiv");
  });

  test.each(ITEM_KINDS)(
    "5,000 under a small pack, about an item that is %s: never a difference in what is allowed, who counts, what may leave",
    (kind) => {
      fc.assert(
        fc.property(sequences, (tries) => {
          expect(play(tries, kind, SMALL_EDITIONS).differences).toEqual([]);
        }),
        { numRuns: SMALL },
      );
    },
  );

  test("meet everything there is to meet, releases of each kind among it", () => {
    const seen = new Set<string>();
    for (const [tries, kind] of fc.sample(games, { numRuns: 3_000, seed: 1 })) {
      for (const one of play(tries, kind, SMALL_EDITIONS).seen) seen.add(one);
    }
    const all = [...seen].join("\n");
    expect(MET.filter((what) => !all.includes(what))).toEqual([]);
  });

  test("the same under nl-wiv and both engines", () => {
    const editions = [wiv, { ...wiv, version: "2", hash: "2".repeat(64) }] as const;
    fc.assert(
      fc.property(games, ([tries, kind]) => {
        expect(play(tries, kind, editions).differences).toEqual([]);
      }),
      { numRuns: WHOLE },
    );
  });
});
