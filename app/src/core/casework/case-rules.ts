/** What a site has settled about who may do what. */
export interface CaseRules {
  /**
   * Roles that decide, rung by rung from the lowest. Only a role on a higher rung overrides a refusal;
   * those on one rung stand beside each other.
   */
  readonly ladder: readonly (readonly string[])[];
  /** Roles that work on cases: with those that decide, they open them and write what is needed. */
  readonly desk: readonly string[];
}

/** A proposal, and a site's to set. */
export const CASE_RULES: CaseRules = {
  ladder: [["second-assessor", "legal", "power-holder"], ["head"], ["minister"]],
  desk: ["officer"],
};

/** The rung a role stands on, 0 the lowest; -1 where it decides nothing. */
export function rungOf(role: string, { ladder }: CaseRules): number {
  return ladder.findIndex((rung) => rung.includes(role));
}

/** Why these roles do not let somebody work on cases; undefined where they do. */
export function deskObjection(roles: readonly string[], rules: CaseRules): string | undefined {
  return heldOneOf(roles, [...rules.desk, ...rules.ladder.flat()]);
}

/** Why these roles do not let somebody decide in any case; undefined where they do. */
export function ladderObjection(roles: readonly string[], rules: CaseRules): string | undefined {
  return heldOneOf(roles, rules.ladder.flat());
}

function heldOneOf(roles: readonly string[], wanted: readonly string[]): string | undefined {
  if (roles.some((role) => wanted.includes(role))) return undefined;
  return `it takes one of these roles: ${wanted.join(", ")}`;
}
