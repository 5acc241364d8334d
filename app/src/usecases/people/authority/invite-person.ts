import { insist } from "../denied.ts";
import { later } from "../moment.ts";
import type { PeoplePorts } from "../ports.ts";
import { newSecret } from "../secret.ts";
import type { NewPerson } from "./enrol-first-administrator.ts";
import type { Link } from "./link.ts";
import { authorityObjection } from "./objection.ts";
import { found, readActor } from "./read-actor.ts";

export interface Invitation extends NewPerson {
  /** Whether the person is to administer, and so never to decide. */
  readonly administers: boolean;
}

/**
 * Registers a person and makes the link with which they get their first key. They hold no role until one
 * is proposed and confirmed. `by`: an administrator. Rejects with "not-allowed", with "not-found" for the
 * service, with "conflict" for an id that is taken.
 */
export async function invitePerson(
  invitation: Invitation,
  by: string,
  ports: PeoplePorts,
): Promise<Link> {
  const { store, now, newId, rules } = ports;
  const at = now();
  const { id: person, service } = invitation;
  const secret = newSecret(ports);
  const link = { id: newId(), person, usableFrom: at, expires: later(at, rules.linkLife) };
  await store.transact(person, async (people) => {
    const actor = await readActor(by, people, at);
    insist(authorityObjection({ kind: "invite" }, actor, rules), "person");
    found(await people.findService(service), "service", service);
    await people.addPerson(invitation, at);
    await people.addEnrolment({ ...link, kind: "invitation", by, hash: secret.hash }, at);
    const { administers } = invitation;
    await people.enter("person", person, at, {
      person,
      service,
      administers,
      enrolment: link.id,
      by,
    });
  });
  return { ...link, secret: secret.text };
}
