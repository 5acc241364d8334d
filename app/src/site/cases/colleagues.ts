import type { Day } from "../../core/day.ts";
import { listMembers } from "../../store/people/compartments.ts";
import { listGrants, toLastDay, type GrantRow } from "../../store/people/grants.ts";
import { findPerson, type PersonRow } from "../../store/people/persons.ts";
import type { Reader } from "../../store/transaction/transaction.ts";
import type { Colleague, HeldGrant } from "../../usecases/cases/records.ts";
import { compartmentsOn, isConfirmed, toPerson } from "../../usecases/people/held-roles.ts";

/** Somebody who works here, with roles and the compartments of the day; undefined for nobody. */
export async function readColleague(
  reader: Reader,
  id: string,
  day: Day,
): Promise<Colleague | undefined> {
  if (!UUID.test(id)) return undefined;
  const [found, grants, members] = await Promise.all([
    findPerson(reader, id),
    listGrants(reader, id),
    listMembers(reader, id),
  ]);
  if (found === undefined) return undefined;
  return {
    id,
    service: found.service,
    person: toPerson(found, grants),
    grants: grants.flatMap((grant) => heldOf(found, grant)),
    compartments: compartmentsOn(members, day),
  };
}

/** These people, those who do not work here left out. */
export async function readColleagues(
  reader: Reader,
  ids: readonly string[],
  day: Day,
): Promise<readonly Colleague[]> {
  const found = await Promise.all(ids.map((id) => readColleague(reader, id, day)));
  return found.filter((one) => one !== undefined);
}

export const UUID: RegExp = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** A confirmed grant with the days on which it is held; none, where it never was. */
function heldOf(person: PersonRow, grant: GrantRow): HeldGrant[] {
  if (!isConfirmed(grant)) return [];
  const { id, role, from, until } = grant;
  const granted = { from, until: toLastDay(until) };
  return toPerson(person, [grant]).roles.map((held) => ({
    id,
    role,
    granted,
    held: { from: held.from, ...(held.until === undefined ? {} : { until: held.until }) },
  }));
}
