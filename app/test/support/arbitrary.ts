import fc from "fast-check";
import {
  FACTS,
  isFactName,
  type FactName,
  type FlagFact,
  type SetFact,
} from "../../src/core/facts/fact.ts";
import type { Claim } from "../../src/core/item.ts";
import type { Grounds } from "../../src/core/deciding/decide.ts";
import { mergeFacts } from "../../src/core/facts/facts.ts";
import type { FactsSheet } from "../../src/core/facts/sheet.ts";
import { EQUIVALENCES } from "../../src/core/marking/equivalence-table.ts";
import { CRITERIA, type Category, type Experience, type Standing } from "../../src/core/partner.ts";
import { ACTIONS, HARMS, type OwnService, type Request } from "../../src/core/request.ts";

/** Generators of everything a decision rests on. Small worlds, so that rules meet often. */
const OWN: OwnService = { id: "own", name: "Own", country: "NL", ids: ["own"] };
export const NOW = "2026-11-26";

const topics = ["cyber", "terrorism", "country:RU"];
const day = fc.constantFrom("2015-06-01", "2016-11-26", "2016-11-25", "2026-01-10", "2026-11-25");
const originators = ["own", "partner", "linde", "elm"];

export const claims: fc.Arbitrary<readonly Claim[]> = fc
  .record(
    Object.fromEntries(
      Object.keys(FACTS)
        .filter(isFactName)
        .map((fact) => [fact, fc.option(values(fact), { nil: undefined })]),
    ),
  )
  .map((facts) =>
    Object.entries(facts).flatMap(([fact, list]) =>
      isFactName(fact) && Array.isArray(list) ? list.map((v: unknown) => claim(fact, v)) : [],
    ),
  );

const sheets: fc.Arbitrary<FactsSheet> = claims.map((list) => mergeFacts([], list).sheet);

const category: fc.Arbitrary<Category> = fc.record({
  topics: fc.oneof(fc.constant(["*"]), fc.subarray(topics, { minLength: 1 })),
  except: fc.subarray(["country:RU"]),
  kinds: fc.oneof(
    fc.constant(["*"]),
    fc.subarray(["non-personal", "personal", "unevaluated"], { minLength: 1 }),
  ),
  uses: fc.constantFrom(["*"], ["intelligence"]),
});

export const experiences: fc.Arbitrary<Experience> = fc
  .record({
    type: fc.constantFrom("change", "label-breach", "broken-assurance", "politicised-public-use"),
    severity: fc.constantFrom("minor", "moderate", "serious", "grave" as const),
    learnedOn: day,
    touches: fc.option(category, { nil: undefined }),
    id: fc.constantFrom("e1", "e2", "e3"),
  })
  .map(({ touches, ...rest }) => ({
    ...rest,
    on: rest.learnedOn,
    says: "something happened",
    evidence: { ref: "report 12", grade: "B2" },
    status: "open",
    ...(touches === undefined ? {} : { touches }),
  }));

export const standings: fc.Arbitrary<Standing> = fc
  .record({
    kind: fc.constantFrom("service", "service", "international-body", "community" as const),
    audience: fc.constantFrom("peer", "community", "client", "own-organisation", "public" as const),
    relation: fc.boolean(),
    lawEnforcement: fc.boolean(),
    findings: fc.array(fc.constantFrom("sufficient", "sufficient", "limited", "unknown" as const), {
      minLength: 5,
      maxLength: 5,
    }),
    hasNote: fc.integer({ min: 0, max: 4 }),
    answered: fc.boolean(),
    permits: fc.array(category, { maxLength: 2 }),
    harm: fc.constantFrom("below-real", "real" as const),
    approvedBy: fc.constantFrom("minister", "head", undefined),
    reviewBy: fc.constantFrom("2026-11-25", "2026-11-26", "2027-06-01", undefined),
    experiences: fc.array(experiences, { maxLength: 2 }),
    watch: fc.subarray(topics),
    listed: fc.subarray(["e1", "e2", "e3"]),
  })
  .map((one) => ({
    id: "partner",
    name: "Partner",
    kind: one.kind,
    audience: one.audience,
    country: "XA",
    ids: ["partner"],
    relation: one.relation,
    lawEnforcement: one.lawEnforcement,
    experiences: one.experiences,
    watch: one.watch.map((topic) => ({ topic, because: "its use is uncertain" })),
    ...(one.hasNote === 0
      ? {}
      : {
          note: {
            criteria: Object.fromEntries(
              CRITERIA.map((name, i) => [
                name,
                { finding: one.findings[i] ?? "unknown", reasons: "reasoned", on: "2026-01-01" },
              ]),
            ),
            risks: [{ says: "a risk", ...(one.answered ? { mitigation: "answered" } : {}) }],
            permits: one.permits,
            listsEvents: one.listed,
            harm: one.harm,
            approvedOn: "2026-01-15",
            ...(one.approvedBy === undefined ? {} : { approvedBy: one.approvedBy }),
            ...(one.reviewBy === undefined ? {} : { reviewBy: one.reviewBy }),
          },
        }),
  }));

export const requests: fc.Arbitrary<Request> = fc
  .record({
    mode: fc.constantFrom("release", "release", "ask", "support" as const),
    use: fc.constantFrom("intelligence", "targeting", undefined),
    urgentWeighty: fc.constantFrom("an attack is expected within hours", undefined),
    intendedAction: fc.constantFrom(...ACTIONS, undefined),
    risk: fc.option(
      fc.dictionary(
        fc.constantFrom(...HARMS),
        fc.constantFrom("below-real", "real", "known-or-believed", "unknown" as const),
      ),
      { nil: undefined },
    ),
    channel: fc.option(
      fc.record({
        id: fc.constant("channel"),
        carriesCaveats: fc.boolean(),
        encrypted: fc.boolean(),
        public: fc.boolean(),
      }),
      { nil: undefined },
    ),
    specialPower: fc.constantFrom(true, false, undefined),
    ownInterestOpposes: fc.constantFrom(false, false, true),
    series: fc.option(
      fc.record({
        from: fc.constant("2026-01-01"),
        until: fc.constantFrom("2026-12-31", "2027-01-02", "2027-01-01"),
        scoped: fc.boolean(),
      }),
      { nil: undefined },
    ),
  })
  .map((one) => ({
    purpose: "defence",
    requester: "officer",
    ...Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)),
  })) as fc.Arbitrary<Request>;

export const grounds: fc.Arbitrary<Grounds> = fc
  .record({ facts: sheets, standing: standings, request: requests })
  .map(({ facts, standing, request }) => toGrounds(facts, standing, request));

export function toGrounds(facts: FactsSheet, standing: Standing, request: Request): Grounds {
  return {
    item: "item",
    facts,
    notes: [],
    own: OWN,
    recipient: { id: standing.id, name: standing.name, members: [standing] },
    request,
    performed: [],
    people: [],
    equivalences: EQUIVALENCES,
    now: NOW,
  };
}

/** Flags and their cautious values. */
export const FLAGS: readonly (readonly [FlagFact, boolean])[] = Object.entries(FACTS).flatMap(
  ([fact, spec]) => (spec.kind === "flag" ? [[fact as FlagFact, spec.cautious] as const] : []),
);

function values(fact: FactName): fc.Arbitrary<readonly (string | boolean)[]> {
  const spec = FACTS[fact];
  switch (spec.kind) {
    case "level":
      return fc.array(fc.constantFrom(...spec.levels, "unreadable"), {
        minLength: 1,
        maxLength: 2,
      });
    case "flag":
      return fc.boolean().map((value) => [value]);
    case "finding":
      return fc.integer({ min: 0, max: 9 }).map((n) => [n === 0]);
    case "set":
      return fc.subarray(setWords(fact as SetFact), { minLength: 1 });
    case "lists":
      return fc.constantFrom(["XA"], ["BE,XA"], ["BE"], ["partner"]);
    case "latest":
    case "earliest":
      return day.map((value) => [value]);
  }
}

function setWords(fact: SetFact): string[] {
  switch (fact) {
    case "originators":
      return originators;
    case "topics":
      return topics;
    case "attributedTo":
    case "concerns":
    case "nationalities":
      return ["RU", "NL"];
    case "classificationLabels":
      return ["NL:Stg. GEHEIM"];
    case "dissemination":
      return ["noforn", "orcon", "fouo"];
    case "unreadableMarkings":
    case "actors":
      return ["something"];
  }
}

function claim(fact: FactName, value: unknown): Claim {
  return { fact, value: typeof value === "boolean" ? value : String(value), place: "", says: "" };
}
