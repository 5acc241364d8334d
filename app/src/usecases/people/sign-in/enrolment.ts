import { isBefore } from "../moment.ts";
import type { PeoplePorts, PeopleReader, PeopleTables } from "../ports.ts";
import type { Enrolment, Moment, PersonRecord } from "../records.ts";
import { hashOf } from "../secret.ts";
import { refused } from "./challenge.ts";

/** A link that works now, and whom it is for. */
export interface UsableLink {
  readonly enrolment: Enrolment;
  readonly person: PersonRecord;
}

/** Throws "sign-in-refused" for a link that is none, is used, stopped or over, or does not work yet. */
export async function findLink(
  secret: string,
  people: PeopleReader,
  at: Moment,
  ports: PeoplePorts,
): Promise<UsableLink> {
  const enrolment = await people.findEnrolment({ hash: hashOf(secret, ports) });
  if (enrolment === undefined || !isUsable(enrolment, at)) throw refused();
  const person = await people.findPerson(enrolment.person);
  if (person === undefined || person.ended !== undefined) throw refused();
  return { enrolment, person };
}

function isUsable({ ended, usableFrom, expires, confirmedBy }: Enrolment, at: Moment): boolean {
  if (ended !== undefined || !isBefore(at, expires)) return false;
  return confirmedBy !== undefined || !isBefore(at, usableFrom);
}

/**
 * Uses a link up: other links of the same person end with it, and what the person proved themselves by
 * until now does too, where the link recovers an account.
 */
export async function useLink(
  { enrolment, person }: UsableLink,
  people: PeopleTables,
  at: Moment,
): Promise<void> {
  const mark = { by: person.id, at };
  await people.endEnrolment(enrolment.id, "used", mark);
  for (const other of await people.enrolments(person.id)) {
    if (other.ended === undefined) await people.endEnrolment(other.id, "stopped", mark);
  }
  if (enrolment.kind !== "recovery") return;
  for (const { id } of await people.passkeys(person.id)) await people.endPasskey(id, mark);
  await people.removeAccounts(person.id);
  await people.removeSessionsOf(person.id);
}
