import type { SiteFile } from "../core/case.ts";
import type { FactsSheet } from "../core/facts/sheet.ts";
import type { Claim, Item, Note, Part } from "../core/item.ts";
import { applySourceDefaults } from "../core/statement.ts";
import { gatherFacts } from "./gather.ts";

/** One value of one fact, with every place it was read or stated. */
export interface EvidencedValue {
  readonly fact: string;
  readonly value: string | boolean;
  readonly evidence: readonly Evidence[];
}

export interface Evidence {
  readonly part: string;
  readonly place: string;
  readonly says: string;
  readonly statedBy?: string;
  readonly reading?: "container";
}

export interface FactsView {
  readonly sheet: FactsSheet;
  readonly notes: readonly Note[];
  readonly values: readonly EvidencedValue[];
  readonly parts: readonly Part[];
}

/** Every fact of an item with its evidence, as merged for a decision. */
export function viewFacts(item: Item, site: Pick<SiteFile, "sourceDefaults">): FactsView {
  const parts = applySourceDefaults(item.parts, site.sourceDefaults);
  const { sheet, notes } = gatherFacts(item, [], site.sourceDefaults);
  return { sheet, notes, values: toValues(parts), parts };
}

/** The claims of parts, grouped by fact and value, in the order in which they were read. */
export function toValues(parts: readonly Part[]): readonly EvidencedValue[] {
  const values = new Map<string, { fact: string; value: string | boolean; evidence: Evidence[] }>();
  for (const part of parts) {
    for (const claim of part.claims) {
      const key = `${claim.fact} ${String(claim.value)}`;
      const known = values.get(key);
      const evidence = toEvidence(part, claim);
      if (known === undefined) {
        values.set(key, { fact: claim.fact, value: claim.value, evidence: [evidence] });
      } else known.evidence.push(evidence);
    }
  }
  return [...values.values()].toSorted((a, b) => (a.fact < b.fact ? -1 : a.fact > b.fact ? 1 : 0));
}

function toEvidence(part: Part, claim: Claim): Evidence {
  return {
    part: part.id,
    place: claim.place,
    says: claim.says,
    ...(claim.statedBy === undefined ? {} : { statedBy: claim.statedBy }),
    ...(claim.reading === undefined ? {} : { reading: claim.reading }),
  };
}
