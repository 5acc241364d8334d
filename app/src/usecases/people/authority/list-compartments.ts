import { dayOf } from "../moment.ts";
import type { PeoplePorts } from "../ports.ts";
import type { Member } from "../records.ts";
import { rightsOf } from "../rights.ts";

export interface CompartmentWithMembers {
  readonly id: string;
  readonly members: readonly Member[];
}

/**
 * The compartments with their members: all of them for whoever keeps members, and for others those that
 * they may look into today, so that the names of the others tell them nothing.
 */
export async function listCompartments(
  person: string,
  { store, rules, now }: PeoplePorts,
): Promise<readonly CompartmentWithMembers[]> {
  return store.read(async (people) => {
    const [{ roles, compartments }, ids, members] = await Promise.all([
      rightsOf(people, person, dayOf(now())),
      people.compartments(),
      people.members(),
    ]);
    const keeps = roles.some((role) => rules.compartments.includes(role));
    return ids
      .filter((id) => keeps || compartments.includes(id))
      .map((id) => ({ id, members: members.filter(({ compartment }) => compartment === id) }));
  });
}
