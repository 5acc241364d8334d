import { Denied, insist } from "../denied.ts";
import { compartmentsOn } from "../held-roles.ts";
import type { PeoplePorts } from "../ports.ts";
import { authorityObjection } from "./objection.ts";
import { checkPeriod, type Period } from "./period.ts";
import { found, readActor, requirePerson } from "./read-actor.ts";

export interface NewMember extends Period {
  readonly compartment: string;
  readonly person: string;
}

/**
 * Lets somebody look into a compartment; nobody lets himself. `id`: of the membership, made by whoever
 * asks. Rejects with "bad-input", "not-allowed", "not-found", or "conflict" where the person is in it.
 */
export async function addMember(
  member: NewMember,
  id: string,
  by: string,
  { store, now, rules }: PeoplePorts,
): Promise<void> {
  const at = now();
  checkPeriod(member);
  const { compartment, person, from, until } = member;
  await store.transact(id, async (people) => {
    const actor = await readActor(by, people, at);
    const about = await requirePerson(person, people);
    insist(authorityObjection({ kind: "add-member", person: about }, actor, rules), "compartment");
    const known = (await people.compartments()).find((one) => one === compartment);
    found(known, "compartment", compartment);
    if (compartmentsOn(await people.members(person), from).includes(compartment)) {
      throw new Denied("conflict", "compartment", "this person is in it", "end that first");
    }
    await people.addMember({ id, compartment, person, from, until }, { by, at });
    const body = { compartment, person, from, until: until ?? null, by };
    await people.enter("compartment-member", id, at, body);
  });
}
