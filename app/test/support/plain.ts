import { mergeFacts } from "../../src/core/facts/facts.ts";
import type { StatedFacts } from "../../src/core/case.ts";
import type { Grounds } from "../../src/core/deciding/decide.ts";
import type { Claim, Part } from "../../src/core/item.ts";
import type { FactsSheet } from "../../src/core/facts/sheet.ts";
import type { Performed, Person } from "../../src/core/measure.ts";
import { CRITERIA, type Standing } from "../../src/core/partner.ts";
import { HARMS, type Harm, type Request, type RiskLevel } from "../../src/core/request.ts";
import type { Setting } from "../../src/core/question/setting.ts";
import { toClaims } from "../../src/core/statement.ts";

/** An ordinary case on which nothing is wrong; tests change one thing about it. */
export const NOW = "2026-04-02";

export const SETTING: Setting = {
  own: { id: "own", name: "Own", country: "NL", ids: ["own"] },
  request: { mode: "release", purpose: "warn", use: "intelligence", requester: "officer" },
  now: NOW,
  equivalences: [],
  readsContainers: false,
  classificationRulesActive: false,
};

export const PARTNER: Standing = {
  id: "partner",
  name: "Partner",
  kind: "service",
  audience: "peer",
  country: "XB",
  ids: ["partner"],
  relation: true,
  lawEnforcement: false,
  experiences: [],
  watch: [],
  note: {
    criteria: Object.fromEntries(
      CRITERIA.map((name) => [
        name,
        { finding: "sufficient", reasons: "reasoned", on: "2026-01-10" },
      ]),
    ),
    risks: [],
    permits: [{ topics: ["*"], kinds: ["*"], uses: ["*"] }],
    listsEvents: [],
    harm: "below-real",
    approvedBy: "minister",
    approvedOn: "2026-01-15",
    reviewBy: "2027-01-15",
  },
};

export const FACTS_STATED: StatedFacts = {
  tlp: "green",
  originators: ["own"],
  originatorsKnown: true,
  topics: ["terrorism"],
  personal: false,
  evaluated: true,
  bulk: false,
  sourceRevealing: false,
  reliabilityStated: true,
  ageStated: true,
  accuracyKnown: true,
  lastProcessed: "2026-03-01",
};

export const PEOPLE: readonly Person[] = ["head", "minister", "second-assessor", "legal"].map(
  (role) => ({ id: `the-${role}`, roles: [{ role, from: "2025-01-01" }] }),
);

/** Necessity and proportionality, which every release must state. */
export const STATED: readonly Performed[] = ["state:necessity", "state:proportionality"].map(
  (measure) => ({ measure, by: "officer", on: "2026-04-01", says: "because of the attack" }),
);

/** With these the ordinary case may be released as it is, by nl-wiv. */
export const COMPLETE: readonly Performed[] = [
  ...STATED,
  { measure: "attach:onward-ban", by: "officer", on: "2026-04-01" },
];

/** Facts of an item that identifies somebody, of whom nothing else is special. */
export const PERSON: StatedFacts = {
  personal: true,
  identifiesOrLocates: true,
  specialCategories: false,
  lawyerClient: false,
  journalist: false,
  ownNationals: false,
};

export const URGENT = {
  urgentWeighty: "an attack on the central station is expected today",
} as const;

/** The facts sheet of what a person states. */
export function sheetOf(facts: StatedFacts): FactsSheet {
  return mergeFacts([], toClaims({ by: "officer", on: NOW, facts }, "item")).sheet;
}

/** The ordinary case with some of its facts, its partner or its request changed. */
export function groundsWith(change: {
  readonly facts?: StatedFacts;
  readonly partner?: Partial<Standing>;
  readonly request?: Partial<Request>;
  readonly performed?: readonly Performed[];
}): Grounds {
  const partner = { ...PARTNER, ...change.partner };
  return {
    item: "item",
    facts: sheetOf({ ...FACTS_STATED, ...change.facts }),
    notes: [],
    own: SETTING.own,
    recipient: { id: partner.id, name: partner.name, members: [partner] },
    request: { ...SETTING.request, ...change.request },
    performed: change.performed ?? STATED,
    people: PEOPLE,
    equivalences: [],
    now: NOW,
  };
}

export function approval(role: string, change: Partial<Performed> = {}): Performed {
  return { measure: `approve:${role}`, by: `the-${role}`, on: "2026-04-01", ...change };
}

/** The same risk for every harm. */
export function everyHarm(level: RiskLevel): Readonly<Record<Harm, RiskLevel>> {
  return Object.fromEntries(HARMS.map((harm) => [harm, level])) as Record<Harm, RiskLevel>;
}

export function claimOf(
  fact: Claim["fact"],
  value: Claim["value"],
  more: Partial<Claim> = {},
): Claim {
  return { fact, value, place: `/${fact}`, says: "read", ...more };
}

export function partOf(...claims: readonly Claim[]): Part {
  return { id: "", type: "part", place: "", claims };
}
