import { rolesOn } from "../../../core/casework/may.ts";
import { Denied } from "../denied.ts";
import { toPerson } from "../held-roles.ts";
import { dayOf } from "../moment.ts";
import type { PeopleReader } from "../ports.ts";
import type { Moment, PersonRecord } from "../records.ts";
import type { Actor } from "./objection.ts";

/**
 * Who acts, with the rights of this moment: read in the transaction that acts on them, so that nothing
 * comes in between (ASVS 15.4.2). Throws "not-signed-in" for whoever has no access.
 */
export async function readActor(id: string, people: PeopleReader, at: Moment): Promise<Actor> {
  const person = await people.findPerson(id);
  if (person === undefined || person.ended !== undefined) {
    throw new Denied("not-signed-in", "sign-in", "there is no access", "sign in");
  }
  const held = toPerson(person, await people.grants(id));
  return { id, roles: rolesOn(id, [held], dayOf(at)) };
}

/** Somebody who is named. Throws "not-found". */
export async function requirePerson(id: string, people: PeopleReader): Promise<PersonRecord> {
  return found(await people.findPerson(id), "person", id);
}

/** What was looked for. Throws "not-found" where it is not there. */
export function found<T>(what: T | undefined, place: string, id: string): T {
  if (what !== undefined) return what;
  throw new Denied("not-found", place, `there is no ${place} ${id}`, "look it up first");
}
