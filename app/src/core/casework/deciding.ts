import { dayOf, type Act } from "./act.ts";
import { rungOf, type CaseRules } from "./case-rules.ts";
import type { CaseState } from "./case-state.ts";

type Deciding = Extract<Act, { readonly kind: "approve" | "refuse" | "override" }>;

/**
 * Why somebody may not approve, refuse or override; undefined where it is allowed. Requester, assessor
 * and approver are three people, and one person signs under one role (domain: who may decide what).
 * Whoever assessed may still refuse.
 */
export function decidingObjection(
  act: Deciding,
  state: CaseState,
  roles: readonly string[],
  rules: CaseRules,
): string | undefined {
  if (act.by === state.requester) {
    return `${act.by} made the request and decides nothing in this case`;
  }
  if (rungOf(act.role, rules) < 0) return `the role ${act.role} decides nothing`;
  if (!roles.includes(act.role)) {
    return `${act.by} does not hold the role ${act.role} on ${dayOf(act)}`;
  }
  if (act.kind === "refuse") return undefined;
  if (hasAssessed(act.by, state)) {
    return `${act.by} made an assessment in this case and cannot approve it`;
  }
  return act.kind === "approve" ? signedBefore(act, state) : rankObjection(act.role, state, rules);
}

/** Why somebody may not assess a risk in this case; undefined where it is allowed. */
export function assessorObjection(by: string, state: CaseState): string | undefined {
  if (by === state.requester) return `${by} made the request; somebody else assesses the risk`;
  const signed = standing(state).some((one) => one.by === by);
  return signed ? `${by} approved this case; take that back before assessing it` : undefined;
}

/** Why somebody may not take an approval back; undefined where it is allowed. */
export function retractingObjection(
  { act: id, by }: Extract<Act, { readonly kind: "retract" }>,
  state: CaseState,
): string | undefined {
  const found = standing(state).find((one) => one.id === id);
  if (found === undefined) return "there is no such approval";
  return found.by === by ? undefined : `${found.by} gave it, and alone may take it back`;
}

/** Approvals that were not taken back; whether they count is `judgeMeasures`'s to say. */
function standing({ approvals, retracted }: CaseState): CaseState["approvals"] {
  return approvals.filter(({ id }) => !retracted.includes(id));
}

function hasAssessed(by: string, state: CaseState): boolean {
  return [...state.superseded, ...state.statements, ...state.assessments].some(
    (act) => act.by === by && (act.kind === "assess" || act.measure.startsWith("assess:")),
  );
}

function signedBefore(
  { by, role, manifest }: Extract<Act, { readonly kind: "approve" }>,
  state: CaseState,
): string | undefined {
  const other = standing(state).find(
    (one) => one.by === by && one.manifest === manifest && one.role !== role,
  );
  if (other === undefined) return undefined;
  return `${by} already signed as ${other.role}; take that back first, one person counts once`;
}

/** A refusal stands against everybody on the same rung or a lower one. */
function rankObjection(
  role: string,
  { refusals }: CaseState,
  rules: CaseRules,
): string | undefined {
  const [strongest] = refusals
    .map((one) => one.role)
    .toSorted((a, b) => rungOf(b, rules) - rungOf(a, rules));
  if (strongest === undefined || rungOf(role, rules) > rungOf(strongest, rules)) return undefined;
  return `${role} does not stand above ${strongest}, who refused`;
}
