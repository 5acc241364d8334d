import { FACTS } from "../../core/facts/fact.ts";
import type { Claim } from "../../core/item.ts";
import type { MarkingSays } from "../../core/marking/says.ts";

/** What a marking says, as a claim of the object that it was read from. */
export function toClaim({ fact, value, says }: MarkingSays, place: string): Claim {
  return { fact, value, place, says };
}

/** The claim for something that should be a marking and cannot be read. */
export function unreadableMarking(place: string, what: string): Claim {
  return { fact: "unreadableMarkings", value: what, place, says: `${what}, so not understood` };
}

/** Is this a claim of the kind that markings make? */
export function isMarkingFact({ fact }: Claim): boolean {
  return MARKING_FACTS.has(fact);
}

const MARKING_FACTS: ReadonlySet<string> = new Set([
  ...Object.keys(FACTS).filter((fact) => fact.startsWith("iep")),
  "tlp",
  "pap",
  "classification",
  "classificationLabels",
  "dissemination",
  "releasableTo",
  "distribution",
  "sharingGroup",
  "unreadableMarkings",
]);
