import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Pack } from "../../../src/core/pack.ts";
import { loadPack } from "../../support/packs.ts";
import { play } from "./support/play.ts";
import { smallPack } from "./support/small-pack.ts";
import { sequences } from "./support/tries.ts";
import { ITEM_KINDS } from "./support/world.ts";

/** `npm run campaign -- cases N` plays as many as anybody likes. */
const SMALL = 20_000;
const WHOLE = 150;

const games = fc.tuple(sequences, fc.constantFrom(...ITEM_KINDS));

/** What a run of this length is sure to have met, whatever the seed. */
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
];

describe("random sequences of steps, on the code and on the reference machine at once", () => {
  let wiv: Pack;
  beforeAll(async () => {
    wiv = await loadPack("nl-wiv");
  });

  test("20,000 under a small pack: never a difference in what is allowed, who counts, what may leave", () => {
    const editions = [smallPack("1"), smallPack("2")] as const;
    const seen = new Set<string>();
    fc.assert(
      fc.property(games, ([tries, kind]) => {
        const played = play(tries, kind, editions);
        for (const one of played.seen) seen.add(one);
        expect(played.differences).toEqual([]);
      }),
      { numRuns: SMALL },
    );
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
