import { Denied, insist } from "../denied.ts";
import { isBefore } from "../moment.ts";
import type { PeoplePorts } from "../ports.ts";
import { authorityObjection } from "./objection.ts";
import { found, readActor } from "./read-actor.ts";

/**
 * A second administrator vouches for a link that recovers an account: it works at once. `id`: of this
 * act. Rejects with "not-allowed", "not-found", or "conflict" where the link is used, stopped, expired
 * or confirmed.
 */
export async function confirmRecovery(
  enrolment: string,
  id: string,
  by: string,
  { store, now, rules }: PeoplePorts,
): Promise<void> {
  const at = now();
  await store.transact(id, async (people) => {
    const actor = await readActor(by, people, at);
    const about = found(await people.findEnrolment({ id: enrolment }), "link", enrolment);
    insist(
      authorityObjection({ kind: "confirm-recovery", enrolment: about }, actor, rules),
      "link",
    );
    if (about.ended !== undefined || !isBefore(at, about.expires)) {
      throw new Denied("conflict", "link", "it has ended", "make another one");
    }
    await people.confirmEnrolment(about, { by, at });
    await people.enter("enrolment-confirmed", id, at, { enrolment, person: about.person, by });
  });
}
