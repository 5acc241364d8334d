import { demandsOn } from "../../../core/approval.ts";
import { dayOf, type Act, type Step } from "../../../core/casework/act.ts";
import type { Day } from "../../../core/day.ts";
import { Denied } from "../../people/denied.ts";
import type { Decision } from "../deciding/decision.ts";
import type { ApprovalToKeep, EndToKeep } from "../ports.ts";
import type { ApprovalRow, Colleague, GatheredCase, HeldGrant } from "../records.ts";
import { FOREVER } from "../deciding/signatures.ts";

type Approve = Extract<Act, { readonly kind: "approve" }>;

/**
 * An approval ends with the mandate it is given under at the latest (basis: proposed): what somebody no
 * longer has the authority for is signed anew by whoever has it then.
 */
export function withMandateEnd<S extends Step>(step: S, reader: Colleague, day: Day): S {
  if (step.kind !== "approve") return step;
  const until = grantOf(step.role, reader, day)?.held.until;
  const ends = [step.expires, until].filter((one) => one !== undefined).toSorted();
  return ends[0] === undefined ? step : { ...step, expires: ends[0] };
}

/**
 * Throws "conflict" for an approval of something else than would leave now, or of what the same person
 * has approved under the same role, and "not-allowed" where an acknowledgement is missing.
 */
export function requireForThis(act: Act, { approvals }: GatheredCase, decision: Decision): void {
  if (act.kind !== "approve") return;
  const place = "the approval";
  const { hash, acknowledge } = decision.bound;
  if (act.manifest !== hash) {
    const what =
      "bytes, recipients, request, caveats, rules or packs are not those that were shown";
    throw new Denied("conflict", place, what, "look at the case again and approve what it is now");
  }
  if (act.expires !== undefined && act.expires < dayOf(act)) {
    throw new Denied("bad-input", place, "it ends before it begins", "give a later last day");
  }
  if (approvals.some((one) => isLike(one, act) && !one.isEnded)) {
    throw new Denied("conflict", place, "it was given already", "nothing is to be done");
  }
  const missing = demandsOn(act.role, acknowledge).find((text) => !act.acknowledges.includes(text));
  if (missing === undefined) return;
  const what = `it does not acknowledge "${missing}"`;
  throw new Denied(
    "not-allowed",
    place,
    what,
    "acknowledge what the rules demand, or do not approve",
  );
}

/** What the database keeps of an approval, so that it can say the rules once more. */
export function approvalOf(
  act: Act,
  { approvals }: GatheredCase,
  reader: Colleague,
): ApprovalToKeep | undefined {
  if (act.kind !== "approve") return undefined;
  const grant = grantOf(act.role, reader, dayOf(act));
  if (grant === undefined) throw new Error(`${act.by} may approve and holds no grant`);
  return {
    manifest: act.manifest,
    role: act.role,
    round: approvals.filter((one) => isLike(one, act)).length + 1,
    grant: grant.id,
    granted: grant.granted,
    on: dayOf(act),
    expires: act.expires ?? FOREVER,
  };
}

/** The approvals that fall with an act: the one taken back, or all of whoever refuses. */
export function endsOf(act: Act, { approvals }: GatheredCase): readonly EndToKeep[] {
  const isMeant = (one: ApprovalRow): boolean =>
    (act.kind === "retract" && one.act === act.act) ||
    (act.kind === "refuse" && one.approver === act.by);
  return approvals
    .filter((one) => !one.isEnded && isMeant(one))
    .map(({ act: approval, manifest, role, round }) => ({ approval, manifest, role, round }));
}

/** The grant under which somebody holds a role on a day: of several the one that ends last. */
export function grantOf(role: string, { grants }: Colleague, day: Day): HeldGrant | undefined {
  return grants
    .filter(
      ({ role: held, held: { from, until } }) =>
        held === role && from <= day && (until === undefined || day <= until),
    )
    .toSorted((a, b) => ((a.held.until ?? FOREVER) < (b.held.until ?? FOREVER) ? 1 : -1))[0];
}

function isLike({ manifest, role, approver }: ApprovalRow, act: Approve): boolean {
  return manifest === act.manifest && role === act.role && approver === act.by;
}
