import { byFact, type Claims } from "./claims.ts";
import type { FlagFact } from "./fact.ts";
import type { Claim, Note, Part } from "./item.ts";
import { imply } from "./implied.ts";
import { mergeFlags } from "./merge-flags.ts";
import { mergeLevels } from "./merge-levels.ts";
import type { FactsSheet } from "./sheet.ts";
import { mergeDates, mergeFindings, mergeLists, mergeSets } from "./merge-values.ts";
/**
 * Merges what was read from an item's parts and what persons stated about the whole.
 *
 * Out: the facts sheet, and a note for every statement that what was read contradicts: then the
 * cautious value counts. The order of parts and claims does not matter.
 */
export function mergeFacts(
  parts: readonly Part[],
  stated: readonly Claim[],
): { readonly sheet: FactsSheet; readonly notes: readonly Note[] } {
  const notes: Note[] = [];
  const content = parts.filter((part) => part.isDefinition !== true);
  const statedBy = byFact(stated);
  const own = content.map((part) => byFact(part.claims.filter((c) => c.reading === undefined)));
  const contained = content.some((part) => part.claims.some((c) => c.reading === "container"));
  const levels = mergeLevels(own, statedBy);
  const byContainer = contained ? mergeLevels(content.map(withContainer), statedBy) : undefined;
  const read = byFact(content.flatMap((p) => p.claims.filter((c) => c.reading === undefined)));
  const flags = imply(mergeFlags(own, statedBy, notes), notes);
  return {
    sheet: {
      levels,
      ...(byContainer !== undefined && !sameJson(levels, byContainer) ? { byContainer } : {}),
      flags: subject(flags, statedBy),
      findings: mergeFindings(read, statedBy),
      sets: mergeSets(read, statedBy),
      lists: mergeLists(read, statedBy),
      dates: mergeDates(read, statedBy),
    },
    notes,
  };
}

/** A part's claims where its own level is missing and a container has one. */
function withContainer(part: Part): Claims {
  const own = byFact(part.claims.filter((c) => c.reading === undefined));
  const container = byFact(part.claims.filter((c) => c.reading === "container"));
  return new Map([...container, ...own]);
}

/** A person who states the topics states them all, so the subject is known. */
function subject(
  flags: Partial<Record<FlagFact, boolean>>,
  stated: Claims,
): Partial<Record<FlagFact, boolean>> {
  const known = flags.subjectKnown === undefined && stated.has("topics");
  return known ? { ...flags, subjectKnown: true } : flags;
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
