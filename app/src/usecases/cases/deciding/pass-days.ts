import { decideCase } from "./decide-case.ts";
import { digestOf } from "./decision.ts";
import { packsInForce } from "./packs.ts";
import type { CasePorts } from "../ports.ts";
import type { Moment } from "../records.ts";

/** What came of deciding again. */
export interface DaysPassed {
  readonly decided: number;
  /** Cases that could not be decided; they are tried again the next time. */
  readonly failed: readonly { readonly case: string; readonly reason: string }[];
}

/** Cases looked for at a time, and decided in one call: who changes things faster waits for the next. */
const BATCH = 100;
const MOST = 10_000;

/**
 * Decides again every case that may come out otherwise: because a day it rests on has passed, or a
 * standing, a permission, an item, a role or a pack has changed. Duties become overdue on the way, and
 * come before whom they escalate to; deletions that a process left undone are carried out. To be called often; where nothing is due it costs a few look-ups.
 * `at`: the clock; `most`: how many cases are decided at most.
 */
export async function passDays(
  at: Moment,
  ports: CasePorts,
  most: number = MOST,
): Promise<DaysPassed> {
  const packs = digestOf(await packsInForce(ports), ports);
  const day = at.slice(0, 10);
  await ports.persons.executeOrders();
  await ports.cases.escalateErased(day, at);
  const failed: { case: string; reason: string }[] = [];
  let decided = 0;
  for (;;) {
    const except = failed.map((one) => one.case);
    const limit = Math.min(BATCH, most - decided - failed.length);
    const due = limit < 1 ? [] : await ports.cases.due({ day, packs, except, most: limit });
    if (due.length === 0) return { decided, failed };
    for (const id of due) {
      try {
        await decideCase(id, ports, { at });
        decided += 1;
      } catch (error) {
        failed.push({ case: id, reason: error instanceof Error ? error.message : String(error) });
      }
    }
  }
}
