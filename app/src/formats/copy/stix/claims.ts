import type { ActorTable } from "../../../core/actor.ts";
import type { FactName } from "../../../core/facts/fact.ts";
import type { Claim } from "../../../core/item.ts";
import { readStix } from "../../stix/read.ts";
import type { Draft, Entry } from "./draft.ts";

const NOBODY: ActorTable = { byName: () => [], byUuid: () => [] };

/** What the reader of STIX says of the objects of a draft, as they came in. */
export class Claims {
  readonly #of = new Map<Entry, { readonly place: string; readonly claims: readonly Claim[] }>();

  constructor(draft: Draft) {
    const bundle = { type: "bundle", objects: draft.entries.map(({ original }) => original) };
    const { parts } = readStix(bundle, { actors: NOBODY, name: "the item", claimsOnly: true });
    draft.entries.forEach((entry, n) => {
      this.#of.set(entry, { place: `/objects/${n}`, claims: parts[n]?.claims ?? [] });
    });
  }

  of(entry: Entry): readonly Claim[] {
    return this.#of.get(entry)?.claims ?? [];
  }

  /** Of one fact, what was read from the object itself: the places below it, without the "/" before. */
  own(entry: Entry, ...facts: readonly FactName[]): readonly string[] {
    const place = `${this.#of.get(entry)?.place ?? ""}/`;
    return this.of(entry)
      .filter((claim) => facts.includes(claim.fact) && claim.place.startsWith(place))
      .map((claim) => claim.place.slice(place.length));
  }

  /** Where in the object a claim was read, without the "/" before; undefined when elsewhere. */
  placeIn(entry: Entry, claim: Claim): string | undefined {
    const place = `${this.#of.get(entry)?.place ?? ""}/`;
    return claim.place.startsWith(place) ? claim.place.slice(place.length) : undefined;
  }
}
