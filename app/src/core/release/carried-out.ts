import type { Day } from "../day.ts";
import type { Equivalence } from "../marking/equivalence.ts";
import { isAboveCeiling, leavesOut } from "../question/originator-control.ts";
import type { Standing } from "../partner.ts";
import type { FactsSheet } from "../facts/sheet.ts";
import { ASPECTS_OF, type SanitisePlan } from "./plan.ts";

/** What a copy shows once it is read again, as anybody's item is. */
export interface CopyRead {
  readonly facts: FactsSheet;
  readonly partner: Standing;
  /** Ids under which the own service stands in the copy. */
  readonly own: readonly string[];
  readonly equivalences: readonly Equivalence[];
  readonly now: Day;
}

/**
 * What a plan carried out in a copy, as measures `sanitise:*` name it, in alphabetical order. The steps
 * say what was meant to go; where the copy itself still shows it (a class above the partner's ceiling,
 * a control that leaves it out, another originator), it was not carried out, whatever the plan says.
 */
export function carriedOut(plan: SanitisePlan, read: CopyRead): readonly string[] {
  const meant = new Set(plan.steps.flatMap(({ step }) => ASPECTS_OF[step]));
  return [...meant].filter((aspect) => !isStillThere(aspect, read)).toSorted();
}

function isStillThere(
  aspect: string,
  { facts, partner, own, equivalences, now }: CopyRead,
): boolean {
  switch (aspect) {
    case "classified":
      return isAboveCeiling(facts, partner, now, equivalences);
    case "controlled":
      return leavesOut(facts, partner);
    case "third-party":
      return (facts.sets.originators ?? []).some((one) => !own.includes(one));
    default:
      return false;
  }
}
