import type { Day } from "../day.ts";
import type { Performed } from "../measure.ts";
import type { Request } from "../request.ts";
import { dayOf } from "./act.ts";
import { riskBefore } from "./assessment.ts";
import type { CaseState } from "./case-state.ts";
import type { StandingPermission } from "./permission.ts";

/**
 * What the acts of a case count as, in the form that is judged and decided on. Nothing is left out:
 * what no longer counts is marked, and shown with its reason.
 */
export function performedIn(
  state: CaseState,
  permissions: readonly StandingPermission[],
): readonly Performed[] {
  return [
    ...state.superseded.map((act) => ({ ...reasons(act), superseded: true as const })),
    ...state.statements.map(reasons),
    ...state.assessments.map(reasons),
    ...consentsIn(state),
    ...sanitisedIn(state),
    ...state.assurances.map((act) => ({
      measure: `assure:${act.assurance}`,
      by: act.partner,
      on: dayOf(act),
      ...until(act.expires),
      partner: act.partner,
      says: act.says,
    })),
    ...permissions.map(fromPermission),
    ...approvalsIn(state),
  ];
}

/**
 * The request as it is decided: with the risk before mitigation. What was assessed after mitigation
 * never takes its place (DESIGN §11.6).
 */
export function requestIn(state: CaseState): Request {
  const { risk: _, ...request } = state.request;
  const risk = riskBefore(state);
  const assessed = Object.keys(risk).length === 0 ? {} : { risk };
  return { ...request, requester: state.requester, ...assessed };
}

/** A statement under its own name; an assessed risk under that of its stage. */
function reasons(
  act: CaseState["statements"][number] | CaseState["assessments"][number],
): Performed {
  const measure = act.kind === "state" ? act.measure : `assess:risk-${act.stage}`;
  return { measure, by: act.by, on: dayOf(act), says: act.says };
}

function consentsIn({ consents }: CaseState): readonly Performed[] {
  return consents.map((act) => ({
    measure: `consent:${act.originator}`,
    by: act.originator,
    on: dayOf(act),
    ...until(act.expires),
    partner: act.partner,
    purpose: act.purpose,
    says: act.evidence,
  }));
}

/**
 * What plans carried out, shown by the copies: for a recipient it counts only where it was done in each
 * of its copies, whichever of them leaves.
 */
function sanitisedIn({ copies }: CaseState): readonly Performed[] {
  return copies.flatMap((act) => {
    const others = copies.filter((one) => one.recipient === act.recipient);
    return act.aspects.map((aspect) => {
      const bare = others.find((one) => !one.aspects.includes(aspect));
      return {
        measure: `sanitise:${aspect}`,
        by: act.by,
        on: dayOf(act),
        partner: act.recipient,
        says: `in the copy for ${act.partner} over ${act.medium}, SHA-256 ${act.sha256}`,
        ...(bare === undefined ? {} : { missing: `${bare.partner} over ${bare.medium}` }),
      };
    });
  });
}

function fromPermission(one: StandingPermission): Performed {
  const { role, by, on, until: expires, id: permission, acknowledges, says } = one;
  return { measure: `approve:${role}`, by, on, expires, says, acknowledges, permission };
}

function approvalsIn({ approvals, retracted }: CaseState): readonly Performed[] {
  return approvals.map((act) => ({
    measure: `approve:${act.role}`,
    by: act.by,
    on: dayOf(act),
    ...until(act.expires),
    says: act.says,
    manifest: act.manifest,
    acknowledges: act.acknowledges,
    ...(retracted.includes(act.id) ? { retracted: true as const } : {}),
  }));
}

function until(expires: Day | undefined): { readonly expires?: Day } {
  return expires === undefined ? {} : { expires };
}
