import { isBefore } from "../moment.ts";
import type { PeoplePorts } from "../ports.ts";
import type { Enrolment } from "../records.ts";

/**
 * The links that would give somebody a key in this person's name and have not ended: what a person must
 * see at sign-in, to stop what they did not ask for.
 */
export async function pendingRecoveries(
  person: string,
  { store, now }: PeoplePorts,
): Promise<readonly Enrolment[]> {
  const at = now();
  const all = await store.read((people) => people.enrolments(person));
  return all.filter(({ ended, expires }) => ended === undefined && isBefore(at, expires));
}
