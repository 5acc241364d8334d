import type { Claim } from "../../core/item.ts";
import { FACTS, UNREADABLE, type FactName } from "../../core/facts/fact.ts";
import { strictest } from "../../core/marking/strictest.ts";
import { readMarkingLabel } from "../../core/marking/text.ts";
import { Refusal } from "../../core/refusal.ts";

/** What may stay under the strictest marking that may leave. */
export interface Ceiling {
  /** Is what these claims are about marked stricter, or in a way that nobody understands? */
  isExceededBy(claims: readonly Claim[]): boolean;
}

/** Controls that leave somebody out: whether it is this recipient, a machine does not decide. */
const CONTROLS: ReadonlySet<FactName> = new Set([
  "dissemination",
  "releasableTo",
  "unreadableMarkings",
]);

/**
 * The ceiling that a plan names: "TLP:AMBER", "PAP:GREEN", "NATO CONFIDENTIAL". Markings of other kinds
 * than the one it names are not held against it, but for controls and what is not understood.
 *
 * @throws Refusal "bad-case" where it is no marking that has levels.
 */
export function ceilingOf(most: string): Ceiling {
  const levels = new Map<FactName, string>();
  for (const { fact, value } of readMarkingLabel(most)) {
    const spec = FACTS[fact];
    if (spec.kind === "level" && spec.levels.includes(value)) levels.set(fact, value);
  }
  if (levels.size === 0) {
    const problem = "the strictest marking that may leave is none that is known";
    throw new Refusal("bad-case", "honour-markings", problem, "write it as TLP:AMBER or SECRET");
  }
  return {
    isExceededBy: (claims) =>
      claims.some(({ fact }) => CONTROLS.has(fact)) ||
      [...levels].some(([fact, level]) => isStricter(fact, level, claims)),
  };
}

function isStricter(fact: FactName, level: string, claims: readonly Claim[]): boolean {
  const spec = FACTS[fact];
  if (spec.kind !== "level") return false;
  const values = claims.filter((claim) => claim.fact === fact).map(({ value }) => String(value));
  const binding = strictest(spec.levels, values);
  if (binding === undefined) return false;
  return binding === UNREADABLE || spec.levels.indexOf(binding) > spec.levels.indexOf(level);
}
