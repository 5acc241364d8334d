import type { Claim } from "../../core/item.ts";
import { isActorId, readActors } from "./actors.ts";
import { exclusiveTools } from "./exclusive-tools.ts";
import { NONE } from "./id-index.ts";
import type { Mentions } from "./mentions.ts";
import { nameOf, typeOfId, type Reading } from "./object.ts";
import { quoted } from "./property.ts";
import type { Relation } from "./relations.ts";
import { Takers, type Carrier } from "./spread.ts";

type Taker = "source" | "target" | "both";

/** Relationships by which an actor, or what is known under its names, is another's. */
const BETWEEN_ACTORS: ReadonlyMap<string, Taker> = new Map([
  ["attributed-to", "source"],
  ["revoked-by", "source"],
  ["duplicate-of", "both"],
]);

/** The others by which attribution travels. Sharing a tool is none: see `exclusiveTools`. */
const FROM_ACTORS: ReadonlyMap<string, Taker> = new Map([
  ["indicates", "source"],
  ["authored-by", "source"],
  ["based-on", "source"],
  ["derived-from", "source"],
  ["characterizes", "source"],
  ["analysis-of", "source"],
  ["static-analysis-of", "source"],
  ["dynamic-analysis-of", "source"],
  ["owns", "target"],
  ["hosts", "target"],
]);

/**
 * Gives every object the claims of whom its activity is attributed to: actors by name and country.
 * They start at the actors (see `readActors`), and where a relationship says where one comes from;
 * they travel along the relationships above, to tools used by one known set only, and to whatever
 * mentions an object that has them. A claim that travelled still shows the place it was read at.
 *
 * @param countries by node, the countries of locations and identities
 */
export function readAttribution(
  reading: Reading,
  relations: readonly Relation[],
  mentions: Mentions,
  countries: ReadonlyMap<number, readonly Claim[]>,
): void {
  const actors = [
    ...readActors(reading),
    ...mentions.absent,
    ...readOrigins(reading, relations, mentions, countries),
  ];
  if (actors.length === 0) return;
  const between = new Takers(reading.budget);
  addEdges(between, relations, BETWEEN_ACTORS, mentions);
  const known = gathered(actors, between, reading);
  const tools = exclusiveTools(reading, relations, mentions, known);
  const all = mentions.takers.copy();
  addEdges(all, relations, BETWEEN_ACTORS, mentions);
  addEdges(all, relations, FROM_ACTORS, mentions);
  give(
    all,
    [...actors, ...tools].map((carrier) => [carrier]),
    reading,
  );
}

/** Adds the edges of these relationship types; "owns" and "hosts" speak of actors only. */
export function addEdges(
  takers: Takers,
  relations: readonly Relation[],
  types: ReadonlyMap<string, Taker>,
  mentions: Mentions,
): void {
  for (const { type, source, target } of relations) {
    const taker = types.get(type);
    if (taker === undefined) continue;
    if (taker !== "target") link(takers, source, target, mentions);
    if (taker === "both") link(takers, target, source, mentions);
    if (taker === "target" && isActorId(source)) link(takers, target, source, mentions);
  }
}

/** Carries the claims of each group along the edges and gives them to the objects they reach. */
export function give(
  takers: Takers,
  groups: Iterable<readonly Carrier[]>,
  { objects, budget }: Reading,
): void {
  takers.spread(groups, ({ claims }, to) => {
    const object = objects[to];
    if (object === undefined) return;
    budget.spend(claims.length);
    for (const claim of claims) object.claims.push(claim);
  });
}

function link(takers: Takers, taker: string, source: string, mentions: Mentions): void {
  for (let to = mentions.first(taker); to !== NONE; to = mentions.next(to)) {
    for (let from = mentions.first(source); from !== NONE; from = mentions.next(from)) {
      takers.add(to, from);
    }
  }
}

/** Per node, what it carries itself and what reaches it, before anything is given. */
function gathered(
  carriers: readonly Carrier[],
  takers: Takers,
  { budget }: Reading,
): ReadonlyMap<number, readonly Claim[]> {
  const known = new Map<number, Claim[]>();
  const add = (node: number, claims: readonly Claim[]): void => {
    budget.spend(claims.length);
    const list = known.get(node) ?? [];
    for (const claim of claims) list.push(claim);
    known.set(node, list);
  };
  for (const { node, claims } of carriers) add(node, claims);
  takers.spread(
    carriers.map((carrier) => [carrier]),
    ({ claims }, to) => add(to, claims),
  );
  return known;
}

/**
 * Where a relationship says that an actor comes from: originates-from of anything, located-at of an
 * actor, attributed-to an identity that has a country.
 */
function readOrigins(
  { objects, budget }: Reading,
  relations: readonly Relation[],
  mentions: Mentions,
  countries: ReadonlyMap<number, readonly Claim[]>,
): readonly Carrier[] {
  const carriers: Carrier[] = [];
  for (const { object, type, source, target } of relations) {
    if (!saysOrigin(type, source, target)) continue;
    mentions.each(target, (place) => {
      const claims = (countries.get(place) ?? []).map(({ value, place: at }) => {
        const whom = quoted(objects[place] === undefined ? target : nameOf(objects[place]));
        const says = `${type} ${whom}, said by the relationship at ${object.place}`;
        return { fact: "attributedTo" as const, value, place: at, says };
      });
      if (claims.length === 0) return;
      mentions.each(source, (node) => {
        budget.spend(claims.length);
        for (const claim of claims) objects[node]?.claims.push(claim);
        carriers.push({ node, claims });
      });
    });
  }
  return carriers;
}

function saysOrigin(type: string, source: string, target: string): boolean {
  if (type === "originates-from") return true;
  if (type === "located-at") return isActorId(source);
  return type === "attributed-to" && typeOfId(target) === "identity";
}
