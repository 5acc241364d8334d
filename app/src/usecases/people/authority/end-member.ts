import { insist } from "../denied.ts";
import type { PeoplePorts } from "../ports.ts";
import { checkLastDay } from "./end-role.ts";
import { authorityObjection } from "./objection.ts";
import { found, readActor } from "./read-actor.ts";

/**
 * Ends somebody's place in a compartment; `lastDay` as for a role. `id`: of this act. Rejects with
 * "bad-input", "not-allowed", "not-found", or "conflict" where it was ended.
 */
export async function endMember(
  member: string,
  lastDay: string,
  id: string,
  by: string,
  { store, now, rules }: PeoplePorts,
): Promise<void> {
  const at = now();
  checkLastDay(lastDay, at);
  await store.transact(id, async (people) => {
    const actor = await readActor(by, people, at);
    const about = found(await people.findMember(member), "member", member);
    const { person, compartment } = about;
    insist(authorityObjection({ kind: "end-member", person }, actor, rules), "compartment");
    await people.endMember(member, lastDay, { by, at });
    await people.enter("compartment-member-end", id, at, {
      member,
      compartment,
      person,
      lastDay,
      by,
    });
  });
}
