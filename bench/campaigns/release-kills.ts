import { killReleasing } from "../../app/test/site/release/support/kill-release.ts";
import { readyCase } from "../../app/test/site/release/support/released.ts";
import { dice } from "../../app/test/usecases/cases/support/race.ts";
import { World } from "../../app/test/usecases/cases/support/world.ts";
import type { Outcome } from "./outcome.ts";
import { startProgress } from "./progress.ts";

/** Places in showing something at which each other round ends a process; else it is a random moment. */
const POINTS = ["disclosed", "shown", "disclosure committed"] as const;
/** Longest time, in milliseconds, between the first releases and the kill. */
const LONGEST = 2_000;

/**
 * Kills (SIGKILL) two processes that release, recall, publish and show, while clients follow both places,
 * and looks at what is left: nothing is visible that is not in the ledger under a public checkpoint,
 * nothing that was acknowledged is lost, nothing that was recalled is there, no release in part, and no
 * client missed a row.
 */
export async function runReleaseKills(rounds: number, seed: number): Promise<Outcome> {
  await using world = await World.open();
  const ready = await readyCase(world);
  const roll = dice(seed);
  const failures: string[] = [];
  const progress = startProgress(rounds);
  const counts = { released: 0, recalled: 0, followed: 0 };
  for (let round = 1; round <= rounds; round += 1) {
    progress.at(round);
    const point = POINTS[roll(2 * POINTS.length)];
    const milliseconds = roll(LONGEST);
    const stop = point === undefined ? {} : { stop: { point, times: 1 + roll(5) } };
    const killed = await killReleasing({ roll, milliseconds, ...stop }, ready, world);
    counts.released += killed.released;
    counts.recalled += killed.recalled;
    counts.followed += killed.followed;
    const where = `seed ${seed}, round ${round} (${point ?? `${milliseconds} ms`})`;
    failures.push(...killed.problems.map((says) => `${where}: ${says}`));
  }
  progress.stop();
  const { released, recalled, followed } = counts;
  const summary = `${rounds} kills from seed ${seed}, ${released} releases and ${recalled} recalls acknowledged before them, ${followed} rows followed`;
  return { failures, summary };
}
