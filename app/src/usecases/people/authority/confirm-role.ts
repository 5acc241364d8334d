import { Denied, insist } from "../denied.ts";
import { isConfirmed } from "../held-roles.ts";
import { dayOf } from "../moment.ts";
import type { PeoplePorts, PeopleReader } from "../ports.ts";
import { authorityObjection } from "./objection.ts";
import { found, readActor, requirePerson } from "./read-actor.ts";

/**
 * Confirms a role that somebody else proposed for a third person, who holds it from then on. `id`: of
 * this act. Rejects with "not-allowed", "not-found", or "conflict" where it is confirmed or over.
 */
export async function confirmRole(
  grant: string,
  id: string,
  by: string,
  { store, now, rules }: PeoplePorts,
): Promise<void> {
  const at = now();
  await store.transact(id, async (people) => {
    const actor = await readActor(by, people, at);
    const about = found(await people.findGrant(grant), "role", grant);
    const person = await requirePerson(about.person, people);
    const isEnrolled = await hasKey(about.person, people);
    const act = { kind: "confirm-role", grant: about, person, isEnrolled } as const;
    insist(authorityObjection(act, actor, rules), "role");
    if (isConfirmed(about) || (about.until !== undefined && about.until < dayOf(at))) {
      throw new Denied("conflict", "role", "it is confirmed or over already", "look it up");
    }
    await people.confirmGrant(about, { by, at });
    const { role, from, until, proposedBy = null } = about;
    const body = { grant, person: person.id, role, from, until: until ?? null, proposedBy, by };
    await people.enter("role", id, at, body);
  });
}

async function hasKey(person: string, people: PeopleReader): Promise<boolean> {
  if ((await people.passkeys(person)).length > 0) return true;
  return (await people.accounts(person)).length > 0;
}
