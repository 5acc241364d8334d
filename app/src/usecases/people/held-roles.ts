import type { Day } from "../../core/day.ts";
import type { Person } from "../../core/measure.ts";
import { dayOf } from "./moment.ts";
import type { Grant, Member, PersonRecord } from "./records.ts";

/**
 * A person with the roles that were confirmed, each with its days. One is held from the day of its
 * confirmation at the earliest, so that nobody is given authority for what was signed before; one that
 * was ended until its last day; and none after the day on which the person's access ended. A grant that
 * nobody has confirmed is no role.
 */
export function toPerson({ id, ended }: PersonRecord, grants: readonly Grant[]): Person {
  const gone = ended === undefined ? undefined : dayOf(ended);
  const roles = grants
    .filter((grant) => grant.person === id && isConfirmed(grant))
    .map((grant) => ({
      role: grant.role,
      from: startOf(grant),
      until: first([grant.until, grant.lastDay, gone]),
    }))
    .filter(({ from, until }) => until === undefined || from <= until);
  return {
    id,
    roles: roles.map(({ role, from, until }) => ({
      role,
      from,
      ...(until === undefined ? {} : { until }),
    })),
  };
}

/** The first administrators are enrolled by the operator, when there is nobody to confirm. */
export function isConfirmed({ proposedBy, confirmedBy }: Grant): boolean {
  return proposedBy === undefined || confirmedBy !== undefined;
}

function startOf({ from, confirmedAt }: Grant): Day {
  const confirmed = confirmedAt === undefined ? from : dayOf(confirmedAt);
  return confirmed > from ? confirmed : from;
}

/** The compartments somebody may look into on a day. */
export function compartmentsOn(members: readonly Member[], day: Day): readonly string[] {
  const ids = members
    .filter(({ from, until, lastDay }) => {
      const end = first([until, lastDay]);
      return from <= day && (end === undefined || day <= end);
    })
    .map(({ compartment }) => compartment);
  return [...new Set(ids)].toSorted();
}

function first(days: readonly (Day | undefined)[]): Day | undefined {
  return days.filter((day) => day !== undefined).toSorted()[0];
}
