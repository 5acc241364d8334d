import { byFact, readFrom, type Claims, type ReadClaims } from "./claims.ts";
import type { FlagFact } from "./fact.ts";
import type { Claim, Note, Part } from "../item.ts";
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
  const read = readFrom(content.map(ownClaims));
  const values = mergeValues(read, statedBy);
  const byContainer = readByContainer(content, statedBy);
  const flags = imply(mergeFlags(read, statedBy, notes), notes);
  return {
    sheet: {
      levels: values.levels,
      ...(byContainer !== undefined && !sameJson(values, byContainer) ? { byContainer } : {}),
      flags: subject(flags, statedBy),
      findings: mergeFindings(read.byFact, statedBy),
      sets: values.sets,
      lists: values.lists,
      dates: values.dates,
    },
    notes,
  };
}

type Values = NonNullable<FactsSheet["byContainer"]>;

function mergeValues(read: ReadClaims, stated: Claims, all: Claims = read.byFact): Values {
  return {
    levels: mergeLevels(read, stated),
    sets: mergeSets(all, stated),
    lists: mergeLists(all, stated),
    dates: mergeDates(all, stated),
  };
}

/** The container's levels fill in; its lists, controls and dates come on top of the part's own. */
function readByContainer(content: readonly Part[], stated: Claims): Values | undefined {
  if (!content.some((part) => part.claims.some(isContainers))) return undefined;
  const all = byFact(content.flatMap((part) => part.claims));
  return mergeValues(readFrom(content.map(withContainer)), stated, all);
}

function ownClaims({ claims }: Part): readonly Claim[] {
  return claims.some(isContainers) ? claims.filter((claim) => !isContainers(claim)) : claims;
}

function isContainers(claim: Claim): boolean {
  return claim.reading === "container";
}

/** A part's own claims, and a container's about what the part itself is silent on. */
function withContainer(part: Part): readonly Claim[] {
  const own = new Set(ownClaims(part).map((claim) => claim.fact));
  return part.claims.filter((claim) => !isContainers(claim) || !own.has(claim.fact));
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
