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
  const own = content.map((part) => byFact(ownClaims(part)));
  const read = byFact(content.flatMap(ownClaims));
  const values = mergeValues(own, read, statedBy);
  const byContainer = readByContainer(content, statedBy);
  const flags = imply(mergeFlags(own, statedBy, notes), notes);
  return {
    sheet: {
      levels: values.levels,
      ...(byContainer !== undefined && !sameJson(values, byContainer) ? { byContainer } : {}),
      flags: subject(flags, statedBy),
      findings: mergeFindings(read, statedBy),
      sets: values.sets,
      lists: values.lists,
      dates: values.dates,
    },
    notes,
  };
}

type Values = NonNullable<FactsSheet["byContainer"]>;

function mergeValues(parts: readonly Claims[], read: Claims, stated: Claims): Values {
  return {
    levels: mergeLevels(parts, stated),
    sets: mergeSets(read, stated),
    lists: mergeLists(read, stated),
    dates: mergeDates(read, stated),
  };
}

/** The container's levels fill in; its lists, controls and dates come on top of the part's own. */
function readByContainer(content: readonly Part[], stated: Claims): Values | undefined {
  if (!content.some((part) => part.claims.some(isContainers))) return undefined;
  const all = byFact(content.flatMap((part) => part.claims));
  return mergeValues(content.map(withContainer), all, stated);
}

function ownClaims({ claims }: Part): readonly Claim[] {
  return claims.some(isContainers) ? claims.filter((claim) => !isContainers(claim)) : claims;
}

function isContainers(claim: Claim): boolean {
  return claim.reading === "container";
}

/** A part's claims where its own level is missing and a container has one. */
function withContainer(part: Part): Claims {
  const own = byFact(ownClaims(part));
  const container = byFact(part.claims.filter(isContainers));
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
