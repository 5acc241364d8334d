import { killWhile, problemsAfter } from "../../app/test/usecases/cases/support/kill.ts";
import { USES } from "../../app/test/usecases/cases/support/killable.ts";
import { dice } from "../../app/test/usecases/cases/support/race.ts";
import { World } from "../../app/test/usecases/cases/support/world.ts";
import type { Outcome } from "./outcome.ts";
import { startProgress } from "./progress.ts";

/** Every so many kills all use cases are under way at the same time, else one of them in turn. */
const TOGETHER = 9;
/** Longest time, in milliseconds, between the first acknowledgement and the kill. */
const LONGEST = 250;

/**
 * Kills (SIGKILL) a process at a random moment of a use case, and looks at what is left: everything that
 * was acknowledged must be there, each entry once, each row with its entry, and each case kept as its
 * acts come out.
 */
export async function runCaseKills(count: number, seed: number): Promise<Outcome> {
  await using world = await World.open();
  const roll = dice(seed);
  const names = Object.keys(USES);
  const failures: string[] = [];
  const progress = startProgress(count);
  let acknowledged = 0;
  for (let done = 0; done < count; done += 1) {
    const isAll = done % TOGETHER === TOGETHER - 1;
    const uses = isAll ? names : [names[done % names.length] ?? "open"];
    progress.at(done, isAll ? "all" : uses.join());
    const milliseconds = roll(LONGEST);
    const said = await killWhile(uses, milliseconds, world);
    acknowledged += said.length;
    const found = await problemsAfter(said, world);
    const where = `seed ${seed}, kill ${done} (${isAll ? "all" : uses.join()}, ${milliseconds} ms)`;
    failures.push(...found.map((says) => `${where}: ${says}`));
  }
  progress.stop();
  const summary = `${count.toLocaleString("en")} kills from seed ${seed}, ${acknowledged.toLocaleString("en")} steps acknowledged before them`;
  return { failures, summary };
}
