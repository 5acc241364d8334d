import type { Day } from "../../core/day.ts";
import { ADMINISTRATOR, rolesOn } from "../../core/measure.ts";
import { Denied } from "../people/denied.ts";
import type { CasePorts } from "./ports.ts";
import type { Colleague } from "./records.ts";

/** Whoever asks. Rejects with "not-allowed" for somebody who does not work here. */
export async function requireColleague(
  id: string,
  day: Day,
  { register }: Pick<CasePorts, "register">,
): Promise<Colleague> {
  return requireHere(id, await register.colleague(id, day));
}

/** The same for somebody who was looked up. */
export function requireHere(id: string, found: Colleague | undefined): Colleague {
  if (found !== undefined) return found;
  throw new Denied("not-allowed", `person ${id}`, "nobody of this id works here", "sign in again");
}

/** Throws "not-allowed" for somebody who holds none of these roles on the day. */
export function requireRole(
  { id, person }: Colleague,
  wanted: readonly string[],
  day: Day,
  place: string,
): void {
  const roles = rolesOn(id, [person], day);
  const isAdministrator = roles.includes(ADMINISTRATOR);
  if (!isAdministrator && roles.some((role) => wanted.includes(role))) return;
  const what = isAdministrator
    ? "an administrator decides nothing"
    : `it takes one of these roles: ${wanted.join(", ")}`;
  throw new Denied("not-allowed", place, what, "ask somebody who holds one");
}
