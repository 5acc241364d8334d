import type { PeoplePorts } from "../ports.ts";

/** Removes challenges and sessions that are past their time; to be called every minute or so. */
export async function forgetExpired({ store, newId, now }: PeoplePorts): Promise<void> {
  const at = now();
  await store.transact(newId(), (people) => people.removeExpired(at));
}
