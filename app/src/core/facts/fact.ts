/**
 * Every fact a rule may look at, with the value that an unknown reads as.
 *
 * Kinds, and the shape of a claim's value:
 * - `level`   one of `levels`, listed from least to most restrictive; several claims: the most
 *             restrictive. "unreadable" is a legal claim for something that looks like this marking
 *             and was not understood; it reads as the most restrictive level.
 * - `flag`    boolean, or nobody knows. `cautious` is the value an unknown reads as; several claims:
 *             the cautious one as soon as one claim says so.
 * - `finding` boolean, false until somebody found it; an adverse thing that can only be added.
 * - `set`     strings; several claims: their union.
 * - `lists`   "a,b,c": a list of who may have it; several claims: their intersection.
 * - `latest` / `earliest`  a date (YYYY-MM-DD or RFC 3339); several claims: the latest / the earliest.
 */
export type FactSpec =
  | { readonly kind: "level"; readonly levels: readonly string[]; readonly means: string }
  | { readonly kind: "flag"; readonly cautious: boolean; readonly means: string }
  | { readonly kind: "finding"; readonly means: string }
  | { readonly kind: "set"; readonly means: string }
  | { readonly kind: "lists"; readonly means: string }
  | { readonly kind: "latest"; readonly means: string }
  | { readonly kind: "earliest"; readonly means: string };

/** TLP 2.0, widest audience first. WHITE reads as CLEAR. Source: FIRST TLP 2.0. */
export const TLP_LEVELS = ["clear", "green", "amber", "amber+strict", "red"] as const;
/** PAP, most permitted action first. WHITE reads as CLEAR. Source: MISP taxonomy PAP. */
export const PAP_LEVELS = ["clear", "green", "amber", "red"] as const;
/** Common classification steps; "none" is a stated absence of classification. */
export const CLASSIFICATION_LEVELS = [
  "none",
  "restricted",
  "confidential",
  "secret",
  "top-secret",
] as const;
/** MISP distribution, widest first. Source: MISP core format, distribution 3,2,1,4,0. */
export const DISTRIBUTION_LEVELS = ["all", "connected", "community", "group", "own"] as const;
/** IEP 2.0 permitted_actions, most permitted first. Source: FIRST IEP 2.0. */
export const IEP_ACTION_LEVELS = [
  "externally-visible-direct-actions",
  "externally-visible-indirect-actions",
  "internally-visible-actions",
  "contact-for-instruction",
  "none",
] as const;

export type LevelFact =
  | "tlp"
  | "pap"
  | "iepActions"
  | "iepEncrypt"
  | "iepAttribution"
  | "iepNotify"
  | "iepResale"
  | "classification"
  | "distribution";
export type FlagFact =
  | "originatorsKnown"
  | "subjectKnown"
  | "personal"
  | "identifiesOrLocates"
  | "specialCategories"
  | "lawyerClient"
  | "journalist"
  | "ownNationals"
  | "evaluated"
  | "bulk"
  | "cableIntercept"
  | "sourceRevealing"
  | "reliabilityStated"
  | "ageStated"
  | "accuracyKnown"
  | "courtLeave"
  | "filterEvidence";
export type FindingFact = "tainted" | "revokedBySource" | "wrongData" | "needlessHealthData";
export type SetFact =
  | "classificationLabels"
  | "dissemination"
  | "unreadableMarkings"
  | "originators"
  | "attributedTo"
  | "actors"
  | "concerns"
  | "topics"
  | "nationalities";
export type ListsFact = "releasableTo" | "sharingGroup";
export type DateFact = "iepStart" | "iepEnd" | "lastProcessed";
export type FactName = LevelFact | FlagFact | FindingFact | SetFact | ListsFact | DateFact;

export const FACTS: { readonly [K in FactName]: FactSpec } = {
  tlp: { kind: "level", levels: TLP_LEVELS, means: "Traffic Light Protocol label" },
  pap: { kind: "level", levels: PAP_LEVELS, means: "Permissible Actions Protocol label" },
  iepActions: { kind: "level", levels: IEP_ACTION_LEVELS, means: "IEP permitted_actions" },
  iepEncrypt: { kind: "level", levels: ["may", "must"], means: "IEP encrypt_in_transit" },
  iepAttribution: {
    kind: "level",
    levels: ["must", "may", "must-not"],
    means: "IEP attribution of the source",
  },
  iepNotify: {
    kind: "level",
    levels: ["may", "must-not"],
    means: "IEP affected_party_notifications",
  },
  iepResale: { kind: "level", levels: ["may", "must-not"], means: "IEP unmodified_resale" },
  iepStart: { kind: "latest", means: "IEP start_date: not before" },
  iepEnd: { kind: "earliest", means: "IEP end_date: not after" },
  classification: {
    kind: "level",
    levels: CLASSIFICATION_LEVELS,
    means: "national or treaty classification, as a common step",
  },
  classificationLabels: {
    kind: "set",
    means:
      "the classification as written, SYSTEM:LEVEL (NL:Stg. GEHEIM), for equivalence on a date",
  },
  dissemination: {
    kind: "set",
    means:
      "dissemination controls: noforn, orcon, relido, displayonly, fouo, h1, h2, h3, deny-by-default …",
  },
  releasableTo: {
    kind: "lists",
    means: "the only countries (alpha-2) or organisations the originator lists",
  },
  distribution: { kind: "level", levels: DISTRIBUTION_LEVELS, means: "MISP distribution" },
  sharingGroup: { kind: "lists", means: "organisation uuids of the MISP sharing group" },
  unreadableMarkings: {
    kind: "set",
    means: "things that look like a marking and were not understood",
  },
  originators: { kind: "set", means: "who contributed content, by id" },
  originatorsKnown: { kind: "flag", cautious: false, means: "every contributor is named" },
  attributedTo: { kind: "set", means: "countries (alpha-2) the activity is attributed to" },
  actors: { kind: "set", means: "names of the threat actors it is attributed to" },
  concerns: { kind: "set", means: "countries (alpha-2) it concerns or that are its targets" },
  topics: { kind: "set", means: "topics, in the words of the site's topic list" },
  subjectKnown: {
    kind: "flag",
    cautious: false,
    means: "topics and countries are complete, so a topic not named is not concerned",
  },
  personal: { kind: "flag", cautious: true, means: "holds personal data" },
  identifiesOrLocates: { kind: "flag", cautious: true, means: "identifies or locates a person" },
  specialCategories: {
    kind: "flag",
    cautious: true,
    means: "holds special categories (religion, race, union, health, sex life)",
  },
  lawyerClient: { kind: "flag", cautious: true, means: "holds lawyer-client communication" },
  journalist: { kind: "flag", cautious: true, means: "holds data relating to a journalist" },
  nationalities: { kind: "set", means: "nationalities (alpha-2) of the persons in it" },
  ownNationals: { kind: "flag", cautious: true, means: "holds data on own nationals" },
  evaluated: { kind: "flag", cautious: false, means: "has been evaluated for relevance" },
  bulk: { kind: "flag", cautious: true, means: "is a bulk data set" },
  cableIntercept: {
    kind: "flag",
    cautious: true,
    means: "comes from investigation-directed cable interception",
  },
  sourceRevealing: { kind: "flag", cautious: true, means: "reveals a source or method" },
  reliabilityStated: {
    kind: "flag",
    cautious: false,
    means: "states the reliability or the source reference",
  },
  ageStated: { kind: "flag", cautious: false, means: "states the age of the data" },
  accuracyKnown: { kind: "flag", cautious: false, means: "the personal data can be verified" },
  lastProcessed: { kind: "earliest", means: "when the data were last processed" },
  courtLeave: {
    kind: "flag",
    cautious: false,
    means: "the court gave leave for lawyer-client content",
  },
  filterEvidence: {
    kind: "flag",
    cautious: false,
    means: "a filter for protected professions and own nationals ran, with evidence",
  },
  tainted: { kind: "finding", means: "likely obtained by mistreatment" },
  revokedBySource: { kind: "finding", means: "the source has revoked or withdrawn it" },
  wrongData: { kind: "finding", means: "found to be wrong and under correction" },
  needlessHealthData: {
    kind: "finding",
    means: "found to hold health data that are not unavoidable for the purpose",
  },
};

/** The value of a level that looks like its marking and was not understood. */
export const UNREADABLE = "unreadable";

/** Is this text the name of a fact? */
export function isFactName(name: string): name is FactName {
  return Object.hasOwn(FACTS, name);
}
