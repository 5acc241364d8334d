import { Denied, insist } from "../denied.ts";
import { dayOf, later } from "../moment.ts";
import type { PeoplePorts } from "../ports.ts";
import type { Moment } from "../records.ts";
import { authorityObjection } from "./objection.ts";
import { checkDay } from "./period.ts";
import { found, readActor } from "./read-actor.ts";

const DAY = 86_400_000;

/**
 * Ends a role, or withdraws a proposal; whoever holds it may lay it down. `lastDay`: on which it is held;
 * yesterday ends it at once, and then what was signed today does not count. `id`: of this act.
 *
 * Rejects with "bad-input", "not-allowed", "not-found", or "conflict" where it was ended.
 */
export async function endRole(
  grant: string,
  lastDay: string,
  id: string,
  by: string,
  { store, now, rules }: PeoplePorts,
): Promise<void> {
  const at = now();
  checkLastDay(lastDay, at);
  await store.transact(id, async (people) => {
    const actor = await readActor(by, people, at);
    const about = found(await people.findGrant(grant), "role", grant);
    insist(authorityObjection({ kind: "end-role", grant: about }, actor, rules), "role");
    await people.endGrant(grant, lastDay, { by, at });
    const { person, role } = about;
    await people.enter("role-end", id, at, { grant, person, role, lastDay, by });
  });
}

/** What was signed under a right that was held stays signed. Throws "bad-input". */
export function checkLastDay(lastDay: string, at: Moment): void {
  checkDay("lastDay", lastDay);
  if (lastDay >= dayOf(later(at, -DAY))) return;
  const remedy = "give yesterday to end it at once, or a later day";
  throw new Denied("bad-input", "lastDay", "it lies in the past", remedy);
}
