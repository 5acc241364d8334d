import { checkIsolation } from "../../app/test/channels/support/isolation.ts";
import type { Outcome } from "./outcome.ts";
import { startProgress } from "./progress.ts";

/**
 * Random requests to the TAXII server as one partner, over every route, verb, header, cursor and token,
 * with another partner's names in them. Each is asked of two sites that differ in what others have: the
 * answers must be the same bytes, and hold nothing that is the other's.
 */
export async function runIsolation(count: number, seed: number): Promise<Outcome> {
  const progress = startProgress(count);
  const { failures, statuses } = await checkIsolation(count, seed, (done) => progress.at(done));
  progress.stop();
  const by = [...statuses]
    .toSorted(([a], [b]) => a - b)
    .map(([status, times]) => `${times} × ${status}`);
  const summary = `${count.toLocaleString("en")} requests from seed ${seed} to two sites (${by.join(", ")})`;
  return { failures, summary };
}
