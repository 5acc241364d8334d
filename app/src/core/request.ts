import type { Day } from "./day.ts";

export type Mode = "release" | "ask" | "receive" | "support";

/** Harms that a release may lead to; the first three are never accepted (ECHR art. 2-3). */
export const HARMS = [
  "torture",
  "unlawful-killing",
  "enforced-disappearance",
  "rendition",
  "inhuman-treatment",
  "arbitrary-detention",
  "unfair-trial",
  "death-penalty",
] as const;
export type Harm = (typeof HARMS)[number];
export const GRAVE_HARMS: readonly Harm[] = [
  "torture",
  "unlawful-killing",
  "enforced-disappearance",
];

/** How likely a harm is, before any mitigation. "real" has the meaning of extradition cases. */
export type RiskLevel = "below-real" | "real" | "known-or-believed" | "unknown";

export const ACTIONS = ["none", "own-logs", "third-party-lookup", "active"] as const;
export type IntendedAction = (typeof ACTIONS)[number];

/** The way it would leave. Absent from a request: a channel of our own that carries everything. */
export interface ChannelTraits {
  readonly id: string;
  readonly carriesCaveats: boolean;
  readonly encrypted: boolean;
  readonly public: boolean;
}

/** What is asked: for which purpose, for what use, under which circumstances. */
export interface Request {
  readonly mode: Mode;
  readonly purpose: string;
  /** What the partner will use it for, in the words of the notes' categories; absent: unknown. */
  readonly use?: string;
  /** The person who asks; may not approve. */
  readonly requester?: string;
  /** The urgent and weighty reason, written down. */
  readonly urgentWeighty?: string;
  readonly intendedAction?: IntendedAction;
  readonly channel?: ChannelTraits;
  /** Risk before mitigation, by harm. Absent harms are unknown unless the note assessed them. */
  readonly risk?: Readonly<Partial<Record<Harm, RiskLevel>>>;
  readonly ownInterestOpposes?: boolean;
  readonly series?: { readonly from: Day; readonly until?: Day; readonly scoped?: boolean };
  readonly formatLosesMarking?: boolean;
  readonly registerUnavailable?: boolean;
  readonly outsideOwnPowers?: boolean;
  readonly specialPower?: boolean;
}

/** The service that would release. */
export interface OwnService {
  readonly id: string;
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Ids under which it appears in items as creator. */
  readonly ids: readonly string[];
}
