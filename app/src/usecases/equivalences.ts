import type { FactsSheet } from "../core/facts/sheet.ts";
import { EQUIVALENCES } from "../core/marking/equivalence-table.ts";
import type { Equivalence } from "../core/marking/equivalence.ts";

/** The rows of the equivalence table that can matter to an item: those from its labels' systems. */
export function equivalencesFor(facts: FactsSheet): readonly Equivalence[] {
  const labels = [facts.sets, facts.byContainer?.sets].flatMap(
    (sets) => sets?.classificationLabels ?? [],
  );
  const systems = new Set(labels.map(systemOf));
  return EQUIVALENCES.filter((row) => systems.has(systemOf(row.from)));
}

function systemOf(label: string): string {
  return label.slice(0, Math.max(0, label.indexOf(":")));
}
