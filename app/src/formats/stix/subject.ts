import type { Claim } from "../../core/item.ts";
import { isActorId } from "./actors.ts";
import { addEdges, give, readAttribution } from "./attribution.ts";
import { readCountries } from "./countries.ts";
import type { Mentions } from "./mentions.ts";
import type { Reading } from "./object.ts";
import { readNationalities, readPersons } from "./persons.ts";
import type { Relation } from "./relations.ts";
import { Takers, type Carrier } from "./spread.ts";

/**
 * Relationships by which a country or person concerned travels, besides mentions. Not attributed-to:
 * a campaign does not aim at all that its actor ever aimed at.
 */
const CONCERNING = new Map([
  ["targets", "source"],
  ["impersonates", "source"],
  ["compromises", "source"],
  ["indicates", "source"],
  ["based-on", "source"],
  ["derived-from", "source"],
  ["revoked-by", "source"],
  ["duplicate-of", "both"],
  ["characterizes", "source"],
  ["analysis-of", "source"],
  ["static-analysis-of", "source"],
  ["dynamic-analysis-of", "source"],
] as const);

/**
 * Gives every object the claims of what it is about, its own and those of what it refers to: to whom
 * the activity is attributed, which countries it concerns, and which persons are in it. Attributed
 * to and concerns stay apart: a target never becomes an origin.
 */
export function readSubject(
  reading: Reading,
  relations: readonly Relation[],
  mentions: Mentions,
): void {
  const carriers = readCountries(reading);
  const located = locate(reading, relations, mentions, carriers);
  readNationalities(reading, located);
  readAttribution(reading, relations, mentions, located);
  readConcerns(reading, relations, mentions, carriers);
  give(mentions.takers, byStatement(readPersons(reading)), reading);
}

function readConcerns(
  reading: Reading,
  relations: readonly Relation[],
  mentions: Mentions,
  carriers: readonly Carrier[],
): void {
  if (carriers.length === 0) return;
  const takers = mentions.takers.copy();
  addEdges(takers, relations, CONCERNING, mentions);
  addLocations(takers, relations, mentions);
  give(takers, byStatement(carriers), reading);
}

/** By node, the countries it names itself or is located in, through other locations too. */
function locate(
  { budget }: Reading,
  relations: readonly Relation[],
  mentions: Mentions,
  carriers: readonly Carrier[],
): ReadonlyMap<number, readonly Claim[]> {
  const located = new Map<number, readonly Claim[]>();
  const add = ({ claims }: Carrier, node: number): void => {
    budget.spend(claims.length);
    located.set(node, [...(located.get(node) ?? []), ...claims]);
  };
  if (carriers.length === 0) return located;
  const takers = new Takers(budget);
  addLocations(takers, relations, mentions);
  for (const carrier of carriers) add(carrier, carrier.node);
  takers.spread(byStatement(carriers), add);
  return located;
}

/** Being located somewhere; of an actor that is its origin, see `readAttribution`. */
function addLocations(takers: Takers, relations: readonly Relation[], mentions: Mentions): void {
  const located = relations.filter(
    ({ type, source }) => type === "located-at" && !isActorId(source),
  );
  addEdges(takers, located, new Map([["located-at", "source"]]), mentions);
}

/** One group for each thing said, so that what mentions a thousand of them is told once. */
function byStatement(carriers: readonly Carrier[]): Iterable<readonly Carrier[]> {
  const groups = new Map<string, Carrier[]>();
  for (const { node, claims } of carriers) {
    for (const claim of claims) {
      const key = JSON.stringify([claim.fact, claim.value]);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [{ node, claims: [claim] }]);
      else group.push({ node, claims: [claim] });
    }
  }
  return groups.values();
}
