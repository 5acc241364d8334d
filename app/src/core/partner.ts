import type { Day } from "./day.ts";

/** The five criteria of a weighting note (Wiv 2017 art. 88(3)(a)-(e)). */
export const CRITERIA = [
  "democraticEmbedding",
  "humanRights",
  "professionalism",
  "legalPowers",
  "dataProtection",
] as const;
export type CriterionName = (typeof CRITERIA)[number];

export type Finding = "sufficient" | "limited" | "insufficient" | "unknown";

export interface Criterion {
  readonly finding: Finding;
  readonly reasons: string;
  readonly on: Day;
}

/** A category of release: topic × kind of data × use. "*" stands for every one. */
export interface Category {
  readonly topics: readonly string[];
  /** Topics left out of "*", for instance "country:RU". */
  readonly except?: readonly string[];
  readonly kinds: readonly string[];
  readonly uses: readonly string[];
}

/** A risk the note names, with what answers it: a mitigation or a reasoned acceptance. */
export interface NotedRisk {
  readonly says: string;
  readonly mitigation?: string;
  readonly acceptance?: string;
}

export interface WeightingNote {
  readonly criteria: Readonly<Partial<Record<CriterionName, Criterion>>>;
  readonly risks: readonly NotedRisk[];
  readonly permits: readonly Category[];
  /** Ids of the experiences it takes into account. */
  readonly listsEvents: readonly string[];
  /** Risk of serious harm to a person handed to this partner, where the note assessed it. */
  readonly harm?: "below-real" | "real";
  readonly approvedBy?: "minister" | "head";
  readonly approvedOn?: Day;
  readonly ministerInformedOn?: Day;
  readonly reviewBy?: Day;
}

export type Severity = "minor" | "moderate" | "serious" | "grave";

/** Something that happened with a partner. Experience, not opinion, moves a standing. */
export interface Experience {
  readonly id: string;
  readonly type: string;
  readonly on: Day;
  readonly learnedOn: Day;
  readonly severity: Severity;
  readonly says: string;
  /** Reference to the document and its Admiralty grade; without it the entry has no effect. */
  readonly evidence?: { readonly ref: string; readonly grade: string };
  readonly status: "open" | "contested" | "closed";
  /** What it touches; absent: everything. */
  readonly touches?: Category;
}

/** A topic on which this partner's use has become uncertain. */
export interface WatchTopic {
  readonly topic: string;
  /** Only where the item is attributed to it, or only where it concerns it; absent: either. */
  readonly sense?: "attributed" | "concerns";
  readonly because: string;
}

/** How high a classification the partner may hold, in its own system, under which agreement. */
export interface Ceiling {
  readonly system: string;
  readonly label: string;
  readonly agreement: string;
  readonly from: Day;
  readonly until?: Day;
}

export const PARTNER_KINDS = [
  "service",
  "international-body",
  "community",
  "organisation",
] as const;
export type PartnerKind = (typeof PARTNER_KINDS)[number];
/** Where a partner stands under a label (TLP 2.0 definitions). */
export const AUDIENCES = [
  "named-individual",
  "own-organisation",
  "client",
  "constituent",
  "community",
  "peer",
  "public",
] as const;
export type Audience = (typeof AUDIENCES)[number];

/** What we hold about a partner. */
export interface Standing {
  readonly id: string;
  readonly name: string;
  readonly kind: PartnerKind;
  readonly audience: Audience;
  /** ISO 3166-1 alpha-2; absent for a body of several states. */
  readonly country?: string;
  /** Ids under which it appears in items: identity ids, organisation uuids. */
  readonly ids: readonly string[];
  readonly relation: boolean;
  readonly lawEnforcement: boolean;
  readonly note?: WeightingNote;
  readonly experiences: readonly Experience[];
  readonly watch: readonly WatchTopic[];
  readonly ceiling?: Ceiling;
}

/** One partner, or a group that receives together: then every member must be allowed. */
export interface Recipient {
  readonly id: string;
  readonly name: string;
  readonly members: readonly Standing[];
}
