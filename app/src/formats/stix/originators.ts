import type { Claim } from "../../core/item.ts";
import { nameOf, typeOfId, type Reading, type StixObject } from "./object.ts";
import { quoted } from "./property.ts";
import { placeOf, type Reference } from "./references.ts";
import type { Relation } from "./relations.ts";
import { Takers, type Carrier } from "./spread.ts";

/**
 * Gives objects the claims of who contributed to them: their creator, who modified them, and
 * creators named in their extensions. An object that names an identity as its creator has its
 * contributors known.
 *
 * Source: STIX 2.1 section 3.2 (created_by_ref).
 */
export class Originators {
  readonly #reading: Reading;
  /** One text for each creator, shared by all its objects; and the last, which mostly comes again. */
  readonly #says = new Map<string, string>();
  #lastId = "";
  #lastSays = "";

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  see(object: StixObject, reference: Reference): void {
    const { key, value, parent } = reference;
    if (!key.endsWith("_by_ref") || typeof value !== "string" || !isContributor(key)) return;
    const isOwn = key === "created_by_ref" && parent === object.place;
    if (!isOwn && value === object.json.created_by_ref) return;
    const place = isOwn ? `${parent}/created_by_ref` : placeOf(reference);
    object.claims.push({ fact: "originators", value, place, says: this.#creator(value) });
    if (isOwn && typeOfId(value) === "identity") {
      object.claims.push({ fact: "originatorsKnown", value: true, place, says: NAMED });
    }
  }

  #creator(id: string): string {
    if (id !== this.#lastId) {
      this.#lastSays = this.#says.get(id) ?? saysOf(id, this.#reading);
      this.#lastId = id;
      this.#says.set(id, this.#lastSays);
    }
    return this.#lastSays;
  }
}

function saysOf(id: string, { ids }: Reading): string {
  const identity = ids.first(id);
  return identity === undefined
    ? "created by an identity that is not in the file"
    : `created by ${quoted(nameOf(identity))}`;
}

const NAMED = "names its creator";

function isContributor(key: string): boolean {
  return key === "created_by_ref" || key.endsWith("modified_by_ref");
}

/**
 * Gives objects that are derived from others the originators of those; where an original names no
 * creator, or is not in the file, the contributors of what is derived from it are not known either.
 *
 * Source: STIX 2.1 section 3.6.2 (derived-from, by who republishes with changes).
 */
export function readDerived(reading: Reading, relations: readonly Relation[]): void {
  const derived = relations.filter(({ type }) => type === "derived-from");
  if (derived.length === 0) return;
  const takers = new Takers(reading.budget);
  const carriers = new Map<number, Carrier>();
  for (const { object, source, target } of derived) {
    const isKnown = reading.ids.has(target);
    reading.ids.each(source, (taker) => {
      if (!isKnown) taker.claims.push(unknownOriginator(object.place));
      reading.ids.each(target, (original) => {
        takers.add(taker.index, original.index);
        if (!carriers.has(original.index)) carriers.set(original.index, toCarrier(original));
      });
    });
  }
  takers.spread(
    [...carriers.values()].map((carrier) => [carrier]),
    ({ claims }, to) => {
      reading.budget.spend(claims.length);
      for (const claim of claims) reading.objects[to]?.claims.push(claim);
    },
  );
}

function toCarrier(original: StixObject): Carrier {
  const claims = original.claims.filter(({ fact }) => fact === "originators");
  const isNamed = original.claims.some(({ fact }) => fact === "originatorsKnown");
  return {
    node: original.index,
    claims: isNamed ? claims : [...claims, unknownOriginator(original.place)],
  };
}

function unknownOriginator(place: string): Claim {
  return {
    fact: "originatorsKnown",
    value: false,
    place,
    says: "derived from an object whose creator is not named",
  };
}
