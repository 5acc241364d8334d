import { factsOfKind } from "./claims.ts";
import type { Day } from "../day.ts";
import { FACTS, type FlagFact } from "./fact.ts";
import type { FactsSheet } from "./sheet.ts";

const FLAG_FACTS = factsOfKind("flag") as readonly FlagFact[];

/**
 * The same facts, with everything nobody knows taken to be harmless: what the desk would have if
 * every unknown fact were found out and turned out well. Never used to decide; it only shows how far
 * finding out could help. Markings stay as they are: what a source means is not for us to guess.
 */
export function harmless(facts: FactsSheet, now: Day): FactsSheet {
  const flags = { ...facts.flags };
  for (const fact of FLAG_FACTS) {
    const spec = FACTS[fact];
    if (spec.kind === "flag") flags[fact] ??= !spec.cautious;
  }
  return { ...facts, flags, dates: { lastProcessed: now, ...facts.dates } };
}
