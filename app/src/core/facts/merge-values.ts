import { factsOfKind, type Claims } from "./claims.ts";
import { FACTS, type DateFact, type FindingFact, type ListsFact, type SetFact } from "./fact.ts";
import type { FactsSheet } from "./sheet.ts";
import type { Claim } from "../item.ts";

const FINDING_FACTS = factsOfKind("finding") as readonly FindingFact[];
const SET_FACTS = factsOfKind("set") as readonly SetFact[];
const LISTS_FACTS = factsOfKind("lists") as readonly ListsFact[];
const DATE_FACTS = factsOfKind("latest", "earliest") as readonly DateFact[];

/** Findings: somebody found it, or nobody did. */
export function mergeFindings(read: Claims, stated: Claims): FindingFact[] {
  const found = (claims: readonly Claim[] | undefined): boolean =>
    claims !== undefined && claims.some((claim) => claim.value === true);
  return FINDING_FACTS.filter((fact) => found(read.get(fact)) || found(stated.get(fact)));
}

/** Sets: everything anybody named. */
export function mergeSets(read: Claims, stated: Claims): FactsSheet["sets"] {
  const sets: Partial<Record<SetFact, string[]>> = {};
  for (const fact of SET_FACTS) {
    const values = new Set<string>();
    for (const { value } of read.get(fact) ?? []) values.add(String(value));
    for (const { value } of stated.get(fact) ?? []) values.add(String(value));
    if (values.size > 0) sets[fact] = [...values].toSorted();
  }
  return sets;
}

/** Lists of who may have it: only those on every list. */
export function mergeLists(read: Claims, stated: Claims): FactsSheet["lists"] {
  const lists: Partial<Record<ListsFact, string[]>> = {};
  for (const fact of LISTS_FACTS) {
    const claims = [...(read.get(fact) ?? []), ...(stated.get(fact) ?? [])];
    if (claims.length === 0) continue;
    const members = claims.map(
      (c) =>
        new Set(
          String(c.value)
            .split(",")
            .filter((v) => v !== ""),
        ),
    );
    const first = [...(members[0] ?? [])];
    lists[fact] = first.filter((name) => members.every((set) => set.has(name))).toSorted();
  }
  return lists;
}

/** Dates: the latest or the earliest, as the fact asks. */
export function mergeDates(read: Claims, stated: Claims): FactsSheet["dates"] {
  const dates: Partial<Record<DateFact, string>> = {};
  for (const fact of DATE_FACTS) {
    const isLatest = FACTS[fact].kind === "latest";
    const days = [...(read.get(fact) ?? []), ...(stated.get(fact) ?? [])].map(dayOf);
    const [first] = days;
    if (first === undefined) continue;
    dates[fact] = days.reduce((kept, day) => (day > kept === isLatest ? day : kept), first);
  }
  return dates;
}

function dayOf(claim: Claim): string {
  return String(claim.value).slice(0, 10);
}
