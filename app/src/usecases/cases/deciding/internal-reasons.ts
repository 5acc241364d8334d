import type { Verdict } from "../../../core/deciding/verdict.ts";

/** What a verdict says inside the house: never for a partner, who gets `partnerText`. */
export interface InternalReasons {
  /** Rules that stand in the way, each with its clause and what it was read from. */
  readonly against: readonly string[];
  /** What would make it possible, the cheapest first. */
  readonly needs: readonly (readonly string[])[];
  /** What was done and does not count, with the reason. */
  readonly notCounted: readonly string[];
}

export function internalReasons(verdict: Verdict): InternalReasons {
  const { reasons, paths, performed, alarm } = verdict;
  const against = reasons
    .filter(({ effect, met }) => effect === "forbid" && !met)
    .map(({ rule, says, clause, basis, member }) => {
      const whom = member === undefined ? "" : `${member}: `;
      return `${whom}${rule}: ${says} (${clause}; ${basis})`;
    });
  return {
    against: alarm === undefined ? against : [alarm, ...against],
    needs: paths.map((path) => path.needs),
    notCounted: performed
      .filter(({ counts }) => !counts)
      .map(({ measure, why }) => `${measure}: ${why}`),
  };
}
