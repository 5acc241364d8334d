import { race } from "../../app/test/usecases/cases/support/race.ts";
import { World } from "../../app/test/usecases/cases/support/world.ts";
import type { Outcome } from "./outcome.ts";
import { startProgress } from "./progress.ts";

/** Races run from one seed; the next block has the next seed, so that one block can be repeated. */
const BLOCK = 100;

/**
 * Several people approve, change, refuse, override and withdraw one case at the same instant, on a real
 * site. After each time what is kept is held against the reference machine of the core's tests; at the
 * end every act must be in the ledger once.
 */
export async function runCaseRaces(count: number, seed: number): Promise<Outcome> {
  await using world = await World.open();
  const failures: string[] = [];
  const seen = new Map<string, number>();
  const progress = startProgress(count);
  for (let done = 0; done < count; done += BLOCK) {
    const raced = await race(world, Math.min(BLOCK, count - done), seed + done / BLOCK);
    failures.push(...raced.problems);
    for (const [what, times] of raced.seen) seen.set(what, (seen.get(what) ?? 0) + times);
    progress.at(Math.min(done + BLOCK, count));
  }
  progress.stop();
  const acts = await idsOfActs(world);
  const entries = await world.entries();
  const entered = entries.filter(({ kind }) => kind.startsWith("case-")).map(({ id }) => id);
  if (entered.toSorted().join() !== acts.toSorted().join()) {
    failures.push(`${acts.length} acts are kept, and ${entered.length} are in the ledger`);
  }
  const taken = sumOf(seen, " taken");
  const refused = sumOf(seen, " conflict") + sumOf(seen, " not-allowed");
  const summary = `${format(count)} races from seed ${seed}: ${format(taken)} steps taken, ${format(refused)} refused, ${format(seen.get("cleared") ?? 0)} times the case was cleared, ${format(acts.length)} acts`;
  return { failures, summary };
}

async function idsOfActs(world: World): Promise<readonly string[]> {
  return world.as("auditor", async (client) => {
    const { rows } = await client.query<{ readonly id: string }>("select id from act");
    return rows.map(({ id }) => id);
  });
}

function sumOf(seen: ReadonlyMap<string, number>, ending: string): number {
  const times = [...seen].map(([what, count]) => (what.endsWith(ending) ? count : 0));
  return times.reduce((sum, one) => sum + one, 0);
}

function format(count: number): string {
  return count.toLocaleString("en");
}
