import { ADMINISTRATOR, rolesOn } from "../../../core/casework/may.ts";
import { insist } from "../denied.ts";
import { toPerson } from "../held-roles.ts";
import { dayOf, isBefore, later } from "../moment.ts";
import type { PeoplePorts, PeopleReader, PeopleTables } from "../ports.ts";
import type { Moment, PersonRecord } from "../records.ts";
import { newSecret } from "../secret.ts";
import { found } from "./read-actor.ts";
import { OPERATOR } from "./register-service.ts";
import type { Link } from "./link.ts";

/** Somebody to be enrolled, under an id made by whoever asks. */
export interface NewPerson {
  readonly id: string;
  readonly service: string;
  readonly name: string;
}

/** As many as the database has numbers for. */
const MOST_FOUNDERS = 9;

/**
 * Enrols an administrator on the word of whoever runs the machine: while fewer are at work than it takes
 * to confirm each other's acts, and never again afterwards. Resolves to the link, which is to be shown
 * once and is kept nowhere.
 *
 * Rejects with "not-allowed" where enough administrators are at work, "not-found" for the service.
 */
export async function enrolFirstAdministrator(
  person: NewPerson,
  ports: PeoplePorts,
): Promise<Link> {
  const { store, now, newId, random, rules } = ports;
  const at = now();
  const secret = newSecret(ports);
  const link = {
    id: newId(),
    person: person.id,
    usableFrom: at,
    expires: later(at, rules.linkLife),
  };
  const fresh = { grant: newId(), salt: random(32) };
  const founder = await store.transact(person.id, async (people) => {
    found(await people.findService(person.service), "service", person.service);
    const working = await atWork(people, at);
    insist(working < rules.founders ? undefined : "enough administrators are at work", "founders");
    const number = await nextNumber(people);
    await people.addPerson({ ...person, administers: true }, at);
    await giveRole(people, person.id, number, fresh, at);
    const by = undefined;
    await people.addEnrolment({ ...link, kind: "founding", by, hash: secret.hash }, at);
    const body = { person: person.id, service: person.service, grant: fresh.grant, by: OPERATOR };
    await people.enter("founder", person.id, at, { ...body, number, enrolment: link.id });
    return number;
  });
  if (founder > rules.founders) ports.alarm("founder", { person: person.id });
  return { ...link, secret: secret.text };
}

/** Administrators with access, the role today, and a key, an account, or a link that still works. */
async function atWork(people: PeopleReader, at: Moment): Promise<number> {
  const grants = await people.grants();
  let count = 0;
  for (const person of await people.persons()) {
    const roles = rolesOn(person.id, [toPerson(person, grants)], dayOf(at));
    if (person.ended === undefined && roles.includes(ADMINISTRATOR)) {
      count += (await canSignIn(person, people, at)) ? 1 : 0;
    }
  }
  return count;
}

async function canSignIn({ id }: PersonRecord, people: PeopleReader, at: Moment): Promise<boolean> {
  if ((await people.passkeys(id)).length > 0 || (await people.accounts(id)).length > 0) return true;
  const links = await people.enrolments(id);
  return links.some(({ ended, expires }) => ended === undefined && isBefore(at, expires));
}

/** Those that have a number were given their role by nobody here. */
async function nextNumber(people: PeopleReader): Promise<number> {
  const founded = (await people.grants()).filter(({ proposedBy }) => proposedBy === undefined);
  insist(founded.length < MOST_FOUNDERS ? undefined : "there were too many", "founders");
  return founded.length + 1;
}

async function giveRole(
  people: PeopleTables,
  person: string,
  founder: number,
  { grant, salt }: { readonly grant: string; readonly salt: Uint8Array },
  at: Moment,
): Promise<void> {
  const mandate = "enrolled by the operator of the machine";
  const days = { from: dayOf(at), until: undefined };
  const base = { id: grant, person, role: ADMINISTRATOR, ...days, mandate, salt, founder };
  await people.addGrant({ ...base, administers: true, proposedBy: undefined }, at);
}
