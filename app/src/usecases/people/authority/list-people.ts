import type { Person } from "../../../core/measure.ts";
import { toPerson } from "../held-roles.ts";
import type { PeopleReader } from "../ports.ts";
import type { PersonRecord } from "../records.ts";

/**
 * Everybody with the roles confirmed and their days, as authority is judged by it; whose access has ended
 * too, since what they signed before stands.
 */
export async function listPeople(
  people: Pick<PeopleReader, "persons" | "grants">,
): Promise<readonly (Person & Pick<PersonRecord, "name" | "service" | "administers" | "ended">)[]> {
  const persons = await people.persons();
  const grants = await people.grants();
  return persons.map((record) => {
    const { name, service, administers, ended } = record;
    return { ...toPerson(record, grants), name, service, administers, ended };
  });
}
