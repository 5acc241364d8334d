import { LedgerError } from "../../app/src/ledger/ledger-error.ts";
import { openSite } from "../../app/src/site/site.ts";
import { postmasterOf } from "./database-processes.ts";
import type { Fleet } from "./fleet.ts";
import type { Snapshot } from "./snapshot.ts";

/** A snapshot to restore, the site it is of, and what was refused, counted in words. */
export interface Restored {
  readonly snapshot: Snapshot;
  readonly fleet: Fleet;
  readonly refusals: Map<string, number>;
}

/**
 * The older database beside everything else as it is now: the site has to refuse to start, and to leave
 * nothing running. Resolves to what is wrong.
 */
export async function refusesOlder(restored: Restored, home: string): Promise<readonly string[]> {
  const { snapshot, fleet } = restored;
  await snapshot.restore(home, ["db"], fleet.home);
  const failures = await refused(restored, "the start", ["rollback"], async () => {
    const site = await openSite({ home });
    await site[Symbol.asyncDispose]();
  });
  const isRunning = (await postmasterOf(home)) !== undefined;
  return isRunning ? [...failures, "the start was refused and left a database running"] : failures;
}

/** That `work` is refused with one of these codes; empty when it is. */
export async function refused(
  { refusals }: Restored,
  what: string,
  codes: readonly string[],
  work: () => Promise<unknown>,
): Promise<readonly string[]> {
  try {
    await work();
    return [`${what} was not refused (${codes.join(" or ")})`];
  } catch (error) {
    if (!(error instanceof LedgerError && codes.includes(error.code))) {
      return [`${what}: ${String(error)}`];
    }
    const name = `${what} (${error.code})`;
    refusals.set(name, (refusals.get(name) ?? 0) + 1);
    return [];
  }
}
