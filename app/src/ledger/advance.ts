import { LedgerError } from "./ledger-error.ts";
import type { LedgerTables } from "./log/ports.ts";
import { sequence, type SequenceOptions } from "./log/sequence.ts";
import { publish, type Publication, type Publisher } from "./publish.ts";

/** Steps of the sequencer before the log is published, although more may wait: writers never pause. */
const MOST_STEPS = 20;
/** Times that other processes may be faster. */
const MOST_RACES = 5;

/**
 * What a running site does again and again with a log: gives what waits its place, and publishes.
 * Resolves to the newest checkpoint and what witnesses said, or to undefined for a log without entries.
 * Stopped anywhere, and beside other processes that do the same, it is simply run again.
 *
 * Rejects as `sequence` and `publish` do; with "lost-race" only when others were faster five times.
 */
export async function advance<T extends LedgerTables>(
  publisher: Publisher<T>,
  log: string,
  options: SequenceOptions<T> = {},
): Promise<Publication | undefined> {
  await sequenceSome(publisher, log, options);
  for (let race = 1; ; race += 1) {
    try {
      return await publish(publisher, log);
    } catch (error) {
      if (!isLostRace(error) || race === MOST_RACES) throw error;
    }
  }
}

/**
 * Takes steps of the sequencer until all that waited has its place, or until there were enough of them.
 * What came meanwhile is left: together with what comes then it costs one step.
 */
export async function sequenceSome<T extends LedgerTables>(
  { store }: Pick<Publisher<T>, "store">,
  log: string,
  options: SequenceOptions<T> = {},
): Promise<void> {
  for (let step = 0; step < MOST_STEPS; step += 1) {
    try {
      const taken = await sequence(store, log, options);
      if (taken?.wereAll !== false) return;
    } catch (error) {
      if (!isLostRace(error)) throw error;
    }
  }
}

function isLostRace(error: unknown): boolean {
  return error instanceof LedgerError && error.code === "lost-race";
}
