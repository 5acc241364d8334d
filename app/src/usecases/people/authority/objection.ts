import { ADMINISTRATOR } from "../../../core/casework/may.ts";
import type { Enrolment, Grant, PersonRecord } from "../records.ts";
import type { PeopleRules } from "../rules.ts";

/** Who acts: with the roles held at this moment. */
export interface Actor {
  readonly id: string;
  readonly roles: readonly string[];
}

/** An act that gives, moves or takes rights, and whom it is about. */
export type AuthorityAct =
  | { readonly kind: "register-service" }
  | { readonly kind: "invite" }
  | { readonly kind: "end-person"; readonly person: PersonRecord }
  | { readonly kind: "propose-role"; readonly person: PersonRecord; readonly role: string }
  | {
      readonly kind: "confirm-role";
      readonly grant: Grant;
      readonly person: PersonRecord;
      /** Whether the person has a key or an account of its own. */
      readonly isEnrolled: boolean;
    }
  | { readonly kind: "end-role"; readonly grant: Grant }
  | { readonly kind: "create-compartment" }
  | { readonly kind: "add-member"; readonly person: PersonRecord }
  | { readonly kind: "end-member"; readonly person: string }
  | { readonly kind: "recover"; readonly person: PersonRecord }
  | { readonly kind: "confirm-recovery"; readonly enrolment: Enrolment }
  | { readonly kind: "stop-enrolment"; readonly enrolment: Enrolment }
  /** Takes a key, an account or a machine's token of somebody away. */
  | { readonly kind: "end-factor"; readonly person: string };

export type AuthorityKind = AuthorityAct["kind"];

/**
 * Why somebody may not take an act of authority; undefined where it is allowed. The one place that says
 * so; the database says again what a row can say (migration 003). An administrator gives nothing to
 * himself, and nothing that lets him act as another without a second one, or a day in which that other
 * can see it (ASVS 2.3.5).
 */
export function authorityObjection(
  act: AuthorityAct,
  actor: Actor,
  rules: PeopleRules,
): string | undefined {
  switch (act.kind) {
    case "register-service":
    case "invite":
      return heldOneOf(actor, [ADMINISTRATOR]);
    case "end-person":
      return about(act.person, actor) ?? heldOneOf(actor, [ADMINISTRATOR]);
    case "propose-role":
      return heldOneOf(actor, rules.propose) ?? about(act.person, actor) ?? sides(act);
    case "confirm-role":
      return heldOneOf(actor, rules.confirm) ?? about(act.person, actor) ?? second(act, actor);
    case "end-role":
      return act.grant.person === actor.id ? undefined : heldOneOf(actor, rules.confirm);
    case "create-compartment":
      return heldOneOf(actor, rules.compartments);
    case "add-member":
      return (
        heldOneOf(actor, rules.compartments) ?? about(act.person, actor) ?? insight(act.person)
      );
    case "end-member":
      return act.person === actor.id ? undefined : heldOneOf(actor, rules.compartments);
    case "recover":
      return heldOneOf(actor, [ADMINISTRATOR]) ?? about(act.person, actor);
    case "confirm-recovery":
      return heldOneOf(actor, [ADMINISTRATOR]) ?? secondLink(act.enrolment, actor);
    case "stop-enrolment":
      return ownOr(act.enrolment.person, actor);
    case "end-factor":
      return ownOr(act.person, actor);
  }
}

function heldOneOf({ roles }: Actor, wanted: readonly string[]): string | undefined {
  if (roles.some((role) => wanted.includes(role))) return undefined;
  return `it takes one of these roles: ${wanted.join(", ")}`;
}

function ownOr(person: string, actor: Actor): string | undefined {
  return person === actor.id ? undefined : heldOneOf(actor, [ADMINISTRATOR]);
}

function about({ id, ended }: PersonRecord, actor: Actor): string | undefined {
  if (id === actor.id) return "nobody does this for himself";
  return ended === undefined ? undefined : "this person's access has ended";
}

/** Whoever administers decides nothing, and whoever decides administers nothing. */
function sides({ person, role }: { person: PersonRecord; role: string }): string | undefined {
  if (person.administers === (role === ADMINISTRATOR)) return undefined;
  return person.administers
    ? "this person administers, and is given no role that decides or works on cases"
    : "this person works on cases, and is not made an administrator: invite another account";
}

function insight({ administers }: PersonRecord): string | undefined {
  return administers ? "an administrator looks into no compartment" : undefined;
}

function second(
  { grant, isEnrolled }: { grant: Grant; isEnrolled: boolean },
  actor: Actor,
): string | undefined {
  if (grant.proposedBy === actor.id) return "whoever proposed a role does not confirm it";
  if (grant.lastDay !== undefined) return "the proposal was withdrawn";
  // Else whoever made the link could still use it, and hold the role.
  return isEnrolled ? undefined : "this person has no key yet: confirm once there is one";
}

function secondLink({ person, by, kind }: Enrolment, actor: Actor): string | undefined {
  if (kind !== "recovery") return "this link needs no confirmation";
  if (by === actor.id) return "whoever made a link does not confirm it";
  return person === actor.id ? "nobody does this for himself" : undefined;
}
