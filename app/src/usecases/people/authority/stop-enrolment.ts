import { insist } from "../denied.ts";
import type { PeoplePorts } from "../ports.ts";
import { authorityObjection } from "./objection.ts";
import { found, readActor } from "./read-actor.ts";

/**
 * Stops a link before it is used: the person it is for may, and any administrator. `id`: of this act.
 * Rejects with "not-allowed", "not-found", or "conflict" where it has ended.
 */
export async function stopEnrolment(
  enrolment: string,
  id: string,
  by: string,
  { store, now, rules }: PeoplePorts,
): Promise<void> {
  const at = now();
  await store.transact(id, async (people) => {
    const actor = await readActor(by, people, at);
    const about = found(await people.findEnrolment({ id: enrolment }), "link", enrolment);
    insist(authorityObjection({ kind: "stop-enrolment", enrolment: about }, actor, rules), "link");
    await people.endEnrolment(enrolment, "stopped", { by, at });
    await people.enter("enrolment-stopped", id, at, { enrolment, person: about.person, by });
  });
}
