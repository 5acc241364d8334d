import { rolesOn } from "../../core/casework/may.ts";
import type { Day } from "../../core/day.ts";
import { compartmentsOn, toPerson } from "./held-roles.ts";
import { dayOf } from "./moment.ts";
import type { PeoplePorts, PeopleReader } from "./ports.ts";

/** What somebody may do on a day. */
export interface Rights {
  readonly roles: readonly string[];
  /** That the person may look into. */
  readonly compartments: readonly string[];
}

/** The rights of somebody today; none for nobody, and for whoever does not work here any more. */
export async function rightsNow(
  person: string,
  { store, now }: Pick<PeoplePorts, "store" | "now">,
): Promise<Rights> {
  return store.read((people) => rightsOf(people, person, dayOf(now())));
}

/** As `rightsNow`, on this day, in a transaction that has begun. */
export async function rightsOf(people: PeopleReader, person: string, day: Day): Promise<Rights> {
  const [record, grants, members] = await Promise.all([
    people.findPerson(person),
    people.grants(person),
    people.members(person),
  ]);
  if (record === undefined || record.ended !== undefined) return { roles: [], compartments: [] };
  const roles = rolesOn(person, [toPerson(record, grants)], day);
  return { roles, compartments: compartmentsOn(members, day) };
}
