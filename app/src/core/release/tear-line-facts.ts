import type { StatedFacts } from "../case.ts";
import type { FactName, FlagFact } from "../facts/fact.ts";
import type { FactsSheet } from "../facts/sheet.ts";
import { ASPECTS_OF, type SanitisePlan } from "./plan.ts";

/** What is not known any more of a copy once a plan has carried this out: then the cautious value counts. */
const FORGOTTEN: Readonly<Record<string, readonly FlagFact[]>> = {
  person: [
    "personal",
    "identifiesOrLocates",
    "specialCategories",
    "lawyerClient",
    "journalist",
    "ownNationals",
  ],
  "special-categories": ["specialCategories"],
  "protected-professions": ["lawyerClient", "journalist"],
  source: ["sourceRevealing"],
};

/**
 * What is stated of a tear line from the outset: all that was known of the item it was made from, so that
 * a new item, which has new ids and our own name on every part, is not taken for one that nobody else
 * contributed to, that was never classified or that is about nothing. Left out is what the plan may have
 * changed: of persons and sources nothing is known then until somebody states it; other originators are
 * left out only where the parts of all of them were cut.
 *
 * In: the item's facts sheet and the plan. Out: facts as a person would state them.
 */
export function tearLineFacts(sheet: FactsSheet, plan: SanitisePlan): StatedFacts {
  const aspects = plan.steps.flatMap(({ step }) => ASPECTS_OF[step]);
  const forgotten = new Set<string>(aspects.flatMap((aspect) => FORGOTTEN[aspect] ?? []));
  const cutsAll = plan.steps.some(
    (one) => one.step === "cut-originators" && one.originators === "all-others",
  );
  const { originators: _, ...others } = sheet.sets;
  const levels = Object.entries(sheet.levels).map(([fact, { value }]) => [fact, value] as const);
  const flags = Object.entries(sheet.flags).filter(([fact]) => !forgotten.has(fact));
  const all = [
    ...levels,
    ...flags,
    ...sheet.findings.map((fact) => [fact, true] as const),
    ...Object.entries(cutsAll ? others : sheet.sets),
    ...Object.entries(sheet.lists),
    ...Object.entries(sheet.dates),
  ];
  return Object.fromEntries(all) as { readonly [K in FactName]?: string | boolean };
}
