import fc from "fast-check";
import { play } from "../../app/test/core/casework/support/play.ts";
import { smallPack } from "../../app/test/core/casework/support/small-pack.ts";
import { sequences } from "../../app/test/core/casework/support/tries.ts";
import { ITEM_KINDS } from "../../app/test/core/casework/support/world.ts";
import type { Pack } from "../../app/src/core/pack.ts";
import { loadPack } from "../../app/test/support/packs.ts";
import type { Outcome } from "./outcome.ts";
import { startProgress } from "./progress.ts";

/** Sequences made from one seed; the next block has the next seed, so that one block can be repeated. */
const BLOCK = 1_000;
/** One sequence in so many is played under nl-wiv with both engines; it takes fifty times as long. */
const WHOLE = 50;

const games = fc.tuple(sequences, fc.constantFrom(...ITEM_KINDS));

/**
 * Random sequences of steps of a case, on the code and on the reference machine at once: compared are
 * what may be written, where the case stands, who counts and whether the item may leave.
 */
export async function runCases(count: number, seed: number): Promise<Outcome> {
  const wiv = await loadPack("nl-wiv");
  const editions: readonly (readonly [Pack, Pack])[] = [
    [smallPack("1"), smallPack("2")],
    [wiv, { ...wiv, version: "2", hash: "2".repeat(64) }],
  ];
  const failures: string[] = [];
  const progress = startProgress(count);
  let released = 0;
  for (let done = 0; done < count; done += BLOCK) {
    const blockSeed = seed + done / BLOCK;
    const block = fc.sample(games, { numRuns: Math.min(BLOCK, count - done), seed: blockSeed });
    for (const [i, [tries, kind]] of block.entries()) {
      const packs = editions[i % WHOLE === 0 ? 1 : 0];
      if (packs === undefined) throw new Error("there are packs");
      const { differences, seen } = play(tries, kind, packs);
      failures.push(...differences.map((says) => `seed ${blockSeed}, sequence ${i}: ${says}`));
      if (seen.some((one) => one.startsWith("released"))) released += 1;
      progress.at(done + i + 1);
    }
  }
  progress.stop();
  const summary = `${count.toLocaleString("en")} sequences from seed ${seed}, ${released.toLocaleString("en")} of them with a moment at which the item may leave`;
  return { failures, summary };
}
