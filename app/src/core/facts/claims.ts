import { FACTS, isFactName, type FactName } from "./fact.ts";
import type { Claim } from "../item.ts";

/** Claims by fact, in the order in which they were made. */
export type Claims = ReadonlyMap<FactName, readonly Claim[]>;

/** Sorts claims by the fact they are about. */
export function byFact(claims: readonly Claim[]): Claims {
  const map = new Map<FactName, Claim[]>();
  for (const claim of claims) {
    const list = map.get(claim.fact);
    if (list === undefined) map.set(claim.fact, [claim]);
    else list.push(claim);
  }
  return map;
}

/** The claims that were read, part by part and all of them by fact. */
export interface ReadClaims {
  readonly parts: readonly (readonly Claim[])[];
  readonly byFact: Claims;
}

/** Sorts what was read from parts. */
export function readFrom(parts: readonly (readonly Claim[])[]): ReadClaims {
  return { parts, byFact: byFact(parts.flat()) };
}

/** The facts of some kinds, in the order of the table. */
export function factsOfKind(...kinds: readonly string[]): readonly FactName[] {
  return Object.keys(FACTS)
    .filter(isFactName)
    .filter((name) => kinds.includes(FACTS[name].kind));
}
