import type { Day } from "./day.ts";
import { ADMINISTRATOR, rolesOn, type Performed, type Person } from "./measure.ts";
import type { Recipient } from "./partner.ts";
import type { Request } from "./request.ts";

/** What the approvals of a case must have been given for. */
export interface Binding {
  /** The SHA-256 of the manifest as it is now, lower-case hex. */
  readonly manifest: string;
  /** By role: what the packs demand that whoever signs acknowledges; "*" stands for every other role. */
  readonly acknowledge: Readonly<Record<string, readonly string[]>>;
  /** The standing permissions for this partner, each with the reason why it does not cover the case. */
  readonly permissions: readonly { readonly id: string; readonly objection?: string }[];
}

/** What a measure is judged on. */
export interface Ground {
  readonly request: Request;
  readonly recipient: Recipient;
  readonly people: readonly Person[];
  readonly all: readonly Performed[];
  readonly now: Day;
  readonly binding?: Binding;
}

/** Why an approval under a role does not count; undefined where it does. */
export function approvalObjection(
  one: Performed,
  role: string,
  ground: Ground,
): string | undefined {
  if (ground.request.requester === undefined) {
    return "the request names no requester, so nobody can be shown to be another person";
  }
  if (one.by === ground.request.requester) {
    return `${one.by} made the request and cannot approve it`;
  }
  if (ground.all.some((other) => other.measure.startsWith("assess:") && other.by === one.by)) {
    return `${one.by} made an assessment in this case and cannot approve it`;
  }
  if (one.retracted === true) return `${one.by} took it back`;
  return roleObjection(one, role, ground.people) ?? purposeObjection(one, role, ground.binding);
}

function roleObjection(
  one: Performed,
  role: string,
  people: readonly Person[],
): string | undefined {
  const held = rolesOn(one.by, people, one.on);
  if (held.includes(ADMINISTRATOR)) return `${one.by} is an administrator, who decides nothing`;
  if (held.includes(role)) return undefined;
  const ever = people.some(({ id, roles }) => id === one.by && roles.some((r) => r.role === role));
  return ever
    ? `${one.by} did not hold the role ${role} on ${one.on}`
    : `${one.by} does not hold the role ${role}`;
}

/** What it was given for: this exact manifest, or the scope of a permission; nothing outside a case. */
function purposeObjection(
  one: Performed,
  role: string,
  binding: Binding | undefined,
): string | undefined {
  if (one.permission !== undefined) {
    const found = binding?.permissions.find(({ id }) => id === one.permission);
    if (found === undefined) return `no standing permission "${one.permission}" is for this case`;
    if (found.objection !== undefined) return found.objection;
  } else if (binding !== undefined && one.manifest !== binding.manifest) {
    return "it was given for something else: bytes, recipients, request, caveats, rules or packs have changed";
  }
  const missing = demandsOn(role, binding?.acknowledge ?? {}).find(
    (text) => one.acknowledges?.includes(text) !== true,
  );
  return missing === undefined ? undefined : `it does not acknowledge "${missing}"`;
}

/**
 * What whoever signs under a role acknowledges, of what is demanded by role: there "*" stands for every
 * role that is not named.
 */
export function demandsOn(
  role: string,
  demands: Readonly<Record<string, readonly string[]>>,
): readonly string[] {
  return demands[Object.hasOwn(demands, role) ? role : "*"] ?? [];
}
