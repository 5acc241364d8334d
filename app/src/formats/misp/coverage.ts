import { FACTS, UNREADABLE, type FactName } from "../../core/facts/fact.ts";
import type { Claim } from "../../core/item.ts";

/**
 * Facts of which an element's own statement takes the place of its container's. All others add up:
 * dissemination controls and originators accumulate, and of two distributions the narrower counts.
 */
const REPLACED: ReadonlySet<FactName> = new Set([
  "tlp",
  "pap",
  "iepActions",
  "iepEncrypt",
  "iepAttribution",
  "iepNotify",
  "iepResale",
  "iepStart",
  "iepEnd",
  "classification",
  "releasableTo",
  "lastProcessed",
]);

/** TLP levels that restrict even what carries no label, which reads as AMBER+STRICT. */
const STRICT_TLP: readonly (string | boolean)[] = ["amber+strict", "red", UNREADABLE];

/** What an element says: of itself and of what it contains. */
export interface Covering {
  /** Said by tags and dates: takes the place of what the container says of the same fact. */
  readonly stated: readonly Claim[];
  /** Said in every other way: adds to what the container says. */
  readonly added: readonly Claim[];
  /** Markings in running text: may restrict further and never open, for MISP has tags for that. */
  readonly text: readonly Claim[];
}

/**
 * The claims of an element: its own, and those of its container that cover it. A tag on an event
 * covers the objects and attributes that carry none of its family, as MISP means it.
 *
 * Out: also what covers the elements inside this one.
 */
export function cover({ stated, added, text }: Covering, container: readonly Claim[]): Claim[] {
  const own = new Set(stated.map((claim) => claim.fact).filter((fact) => REPLACED.has(fact)));
  const inherited = own.size === 0 ? container : container.filter((claim) => !own.has(claim.fact));
  const claims = [...stated, ...added, ...inherited];
  if (text.length === 0) return claims;
  const known = new Set(claims.map((claim) => claim.fact));
  return [...claims, ...text.filter((claim) => known.has(claim.fact) || restricts(claim))];
}

/** Does this restrict an element that says nothing else of the fact? */
function restricts({ fact, value }: Claim): boolean {
  if (fact === "tlp") return STRICT_TLP.includes(value);
  const spec = FACTS[fact];
  return spec.kind !== "level" || value !== spec.levels[0];
}
