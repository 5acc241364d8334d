/**
 * What is taken out of an item before it leaves, step by step: a person can read it, change it, and keep
 * it as a profile for a partner and topic. A plan says what must go, never what was found.
 */
export interface SanitisePlan {
  /** Of the profile it was made from, or of its own. */
  readonly name: string;
  readonly steps: readonly SanitiseStep[];
  /**
   * The copy carries its recipient's mark, by which one that is found later is known again: in what means
   * nothing (core/release/watermark.ts).
   */
  readonly mark?: boolean | undefined;
}

/** How much a time says afterwards. */
export type TimeGrain = "day" | "month" | "year";
/** How much a place says afterwards. */
export type PlaceGrain = "country" | "region";

/** One named step. Steps are taken in their order; what one removed no later one sees. */
export type SanitiseStep =
  /**
   * Whatever is marked stricter than this goes: whole parts, and single properties under granular
   * markings, from the bottom up, with the indices of the selectors that stay counted anew.
   */
  | { readonly step: "honour-markings"; readonly most: string }
  /** A property goes wherever it stands: "description", "indicator.description", "x_ticket". */
  | { readonly step: "drop-property"; readonly property: string }
  /** Its value is replaced by words that say that something stood there. */
  | { readonly step: "mask"; readonly property: string; readonly with: string }
  /** These words go wherever they stand, in every spelling the residue check knows. */
  | { readonly step: "remove-words"; readonly words: readonly string[]; readonly with: string }
  | { readonly step: "generalise-time"; readonly to: TimeGrain }
  | { readonly step: "generalise-place"; readonly to: PlaceGrain }
  /** The parts of these originators go, or of all but our own. */
  | { readonly step: "cut-originators"; readonly originators: readonly string[] | "all-others" }
  /** Every natural person, with what identifies or locates one. */
  | { readonly step: "remove-persons" }
  /** Only those of the own country, by what the item says and who is named here. */
  | { readonly step: "remove-own-nationals"; readonly names: readonly string[] }
  /** Lawyers, journalists and whom else the rules protect. */
  | { readonly step: "remove-protected-professions"; readonly names: readonly string[] }
  /** What reveals a source or a method: creator, sightings, tooling, internal references. */
  | { readonly step: "remove-sources"; readonly names: readonly string[] }
  /** Health, origin, belief and the other special categories of personal data. */
  | { readonly step: "remove-special-categories"; readonly words: readonly string[] };

export type StepName = SanitiseStep["step"];

/** Which measures `sanitise:*` a step carries out. */
export const ASPECTS_OF: Readonly<Record<StepName, readonly string[]>> = {
  "honour-markings": ["classified", "controlled", "split-by-label"],
  "drop-property": [],
  mask: [],
  "remove-words": [],
  "generalise-time": [],
  "generalise-place": [],
  "cut-originators": ["third-party"],
  "remove-persons": ["person", "protected-and-own", "protected-professions", "special-categories"],
  "remove-own-nationals": [],
  "remove-protected-professions": ["protected-professions"],
  "remove-sources": ["source"],
  "remove-special-categories": ["special-categories"],
};
