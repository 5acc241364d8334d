import { insist } from "../denied.ts";
import { later } from "../moment.ts";
import type { PeoplePorts, PeopleReader } from "../ports.ts";
import type { Enrolment } from "../records.ts";
import { newSecret } from "../secret.ts";
import type { Link } from "./link.ts";
import { authorityObjection } from "./objection.ts";
import { readActor, requirePerson } from "./read-actor.ts";

/**
 * Makes another link for somebody who lost their keys, or never used the first one. Whoever makes it
 * could use it; so where the person ever had a key, a role or a compartment, it works after a day, in
 * which the person sees it at sign-in, or at once when a second administrator has confirmed it
 * (ASVS 2.3.5). Using it ends the person's other keys and sessions.
 *
 * `id`: of the link, made by whoever asks. Rejects with "not-allowed" or "not-found".
 */
export async function recoverAccess(
  person: string,
  id: string,
  by: string,
  ports: PeoplePorts,
): Promise<Link> {
  const { store, now, rules } = ports;
  const at = now();
  const secret = newSecret(ports);
  const made = await store.transact(id, async (people) => {
    const actor = await readActor(by, people, at);
    const about = await requirePerson(person, people);
    insist(authorityObjection({ kind: "recover", person: about }, actor, rules), "person");
    const kind: Enrolment["kind"] = (await hasNothing(person, people)) ? "invitation" : "recovery";
    const usableFrom = kind === "recovery" ? later(at, rules.recoveryWait) : at;
    const link = { id, person, usableFrom, expires: later(usableFrom, rules.linkLife) };
    await people.addEnrolment({ ...link, kind, by, hash: secret.hash }, at);
    await people.enter("enrolment", id, at, { person, kind, usableFrom, by });
    return { ...link, kind };
  });
  if (made.kind === "recovery") ports.alarm("recovery", { person, by, enrolment: id });
  const { kind: _, ...link } = made;
  return { ...link, secret: secret.text };
}

/** Never had a key, whatever has become of it, and no right that anybody gave or proposed. */
async function hasNothing(person: string, people: PeopleReader): Promise<boolean> {
  const links = await people.enrolments(person);
  if (links.some(({ ended }) => ended === "used")) return false;
  const grants = await people.grants(person);
  const members = await people.members(person);
  return grants.length === 0 && members.length === 0;
}
