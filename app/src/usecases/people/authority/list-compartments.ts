import type { PeoplePorts } from "../ports.ts";
import type { Member } from "../records.ts";
import type { SignedIn } from "../sign-in/signed-in.ts";

export interface CompartmentWithMembers {
  readonly id: string;
  readonly members: readonly Member[];
}

/**
 * The compartments with their members: all of them for whoever keeps members, and for others those that
 * they may look into today, so that the names of the others tell them nothing.
 */
export async function listCompartments(
  { roles, compartments }: Pick<SignedIn, "roles" | "compartments">,
  { store, rules }: PeoplePorts,
): Promise<readonly CompartmentWithMembers[]> {
  const keeps = roles.some((role) => rules.compartments.includes(role));
  return store.read(async (people) => {
    const ids = await people.compartments();
    const members = await people.members();
    return ids
      .filter((id) => keeps || compartments.includes(id))
      .map((id) => ({ id, members: members.filter(({ compartment }) => compartment === id) }));
  });
}
