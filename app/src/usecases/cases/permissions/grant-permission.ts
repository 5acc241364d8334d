import { demandsOn } from "../../../core/approval.ts";
import { acknowledgementsOf } from "../../../core/casework/acknowledge.ts";
import { rungOf } from "../../../core/casework/case-rules.ts";
import { permissionObjection, type StandingPermission } from "../../../core/casework/permission.ts";
import type { Day } from "../../../core/day.ts";
import type { Pack } from "../../../core/pack.ts";
import { Denied, insist as requireAllowed } from "../../people/denied.ts";
import { grantOf } from "../steps/approval.ts";
import { requireColleague } from "../colleague.ts";
import { idOf } from "../items/item-version.ts";
import { packsInForce } from "../deciding/packs.ts";
import type { PersonDescription } from "../redress/person-text.ts";
import type { CasePorts } from "../ports.ts";
import type { Colleague } from "../records.ts";
import { rolesAskedFor } from "../deciding/roles-asked-for.ts";

/** An approval given beforehand, for a series of like cases. */
export interface GrantPermission extends Omit<StandingPermission, "id" | "on" | "persons"> {
  /** Made by whoever gives it, so that it can be sent again. */
  readonly id?: string;
  readonly persons: readonly PersonDescription[];
  /**
   * Asks for the answer of the key with which it was signed (WebAuthn), as it came; called when nothing
   * else stands against it.
   */
  readonly sign?: () => Promise<string>;
}

/**
 * Keeps a standing permission under a role that decides and that the giver holds today; for unevaluated
 * data under one that the rules ask for, and for twelve months at most. It ends with its mandate.
 *
 * Rejects with Denied "not-allowed", and with a Refusal "unknown-partner".
 */
export async function grantPermission(
  given: GrantPermission,
  ports: CasePorts,
): Promise<StandingPermission> {
  const at = ports.now();
  const day = at.slice(0, 10);
  const { id = ports.newId(), sign, ...terms } = given;
  const giver = await requireColleague(given.by, day, ports);
  const permission = await toPermission({ ...terms, id }, day, ports);
  const packs = await packsInForce(ports);
  requireAllowed(await objection(permission, giver, packs, ports), "the permission");
  const grant = grantOf(permission.role, giver, day);
  if (grant === undefined)
    throw new Error(`${given.by} holds ${permission.role} and no grant of it`);
  const assertion = await sign?.();
  const about = {
    service: giver.service,
    grant: grant.id,
    granted: grant.granted,
    isUnevaluated: isUnevaluated(permission),
    ...(assertion === undefined ? {} : { assertion }),
  };
  await ports.permissions.keep(permission, about, { id, by: given.by, at });
  return permission;
}

/**
 * The permission as it would be kept: what whoever gives it signs, by the SHA-256 of its canonical JSON.
 * Rejects with Denied "bad-input" for a person who is not described.
 */
export async function toPermission(
  { persons, ...terms }: Omit<GrantPermission, "id" | "sign"> & { readonly id: string },
  day: Day,
  ports: Pick<CasePorts, "persons">,
): Promise<StandingPermission> {
  const ids = await Promise.all(persons.map((one) => idOf(one, ports)));
  return { ...terms, on: day, persons: [...new Set(ids)].toSorted() };
}

async function objection(
  one: StandingPermission,
  giver: Colleague,
  packs: readonly Pack[],
  ports: CasePorts,
): Promise<string | undefined> {
  const { rules } = ports.settings;
  if (rungOf(one.role, rules) < 0) return `the role ${one.role} decides nothing`;
  const why = permissionObjection(one, [giver.person]);
  if (why !== undefined) return why;
  const until = grantOf(one.role, giver, one.on)?.held.until;
  if (until !== undefined && one.until > until) {
    return `it outlasts the mandate it is given under, which ends on ${until}`;
  }
  const texts = demandsOn(one.role, acknowledgementsOf(packs));
  const missing = texts.find((text) => !one.acknowledges.includes(text));
  if (missing !== undefined) return `it does not acknowledge "${missing}"`;
  if (!isUnevaluated(one)) return undefined;
  const asked = await rolesAskedFor(one, giver, packs, ports);
  if (asked === undefined) return "no way is open for unevaluated data to this partner";
  if (asked.length === 0 || asked.includes(one.role)) return undefined;
  return `for unevaluated data the rules ask for ${asked.join(" and ")}`;
}

function isUnevaluated({ scope }: StandingPermission): boolean {
  return scope.kinds.some((kind) => kind === "*" || kind === "unevaluated");
}

/** Ends a permission before its time; whoever gave it does, or somebody who holds its role. */
export async function endPermission(id: string, by: string, ports: CasePorts): Promise<void> {
  const at = ports.now();
  const day = at.slice(0, 10);
  const person = await requireColleague(by, day, ports);
  const found = await ports.permissions.find(id);
  const isOwn = found?.service === person.service;
  if (found === undefined || !isOwn) {
    throw new Denied(
      "not-found",
      `permission ${id}`,
      "there is no such permission",
      "check its id",
    );
  }
  const { role, by: giver } = found.permission;
  if (giver !== by && grantOf(role, person, day) === undefined) {
    const what = `whoever gave it ends it, or somebody who is ${role}`;
    throw new Denied("not-allowed", `permission ${id}`, what, "ask one of them");
  }
  const written = await ports.permissions.end(id, day, { id: ports.newId(), by, at });
  if (written === "done") return;
  throw new Denied("conflict", `permission ${id}`, "it has ended before", "nothing is to be done");
}
