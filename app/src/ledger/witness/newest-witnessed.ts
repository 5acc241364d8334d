import type { Policy } from "caveat-verifier";
import type { LedgerTables, StoredCheckpoint } from "../log/ports.ts";
import { fewestWitnesses, isWitnessed } from "./quorum.ts";

/**
 * The largest checkpoint of a log whose witnesses meet the quorum of a policy: readers are served what
 * it covers and nothing else. Undefined while there is none.
 */
export async function newestWitnessed(
  tables: LedgerTables,
  log: string,
  policy: Policy,
): Promise<StoredCheckpoint | undefined> {
  const newest = await tables.newestCheckpoint(log);
  if (newest === undefined || (await isWitnessed(newest.note, policy))) return newest;
  const least = fewestWitnesses(policy);
  let { size } = newest;
  for (;;) {
    const next = await tables.newestCosigned(log, least, size);
    if (next === undefined || (await isWitnessed(next.note, policy))) return next;
    size = next.size;
  }
}
