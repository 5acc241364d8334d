import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Part } from "../../src/core/item.ts";
import type { Recipient, Standing } from "../../src/core/partner.ts";
import type { Request } from "../../src/core/request.ts";
import type { FactsSheet } from "../../src/core/facts/sheet.ts";
import { decide } from "../../src/core/deciding/decide.ts";
import { mergeFacts } from "../../src/core/facts/facts.ts";
import { toQuestion } from "../../src/core/question/question.ts";
import type { Outcome } from "../../src/core/deciding/verdict.ts";
import { viewOn } from "../../src/core/view.ts";
import type { CompiledPack } from "../../src/policy/compile-pack.ts";
import { decideClasses, toClasses, type BulkGrounds } from "../../src/usecases/classes.ts";
import { equivalencesFor } from "../../src/usecases/equivalences.ts";
import { describeWithData, sharedData } from "../shared-data.ts";
import { claims, NOW, requests, standings, toGrounds } from "../support/arbitrary.ts";
import { EASY_REQUEST } from "../support/easy.ts";
import { loadPack } from "../support/packs.ts";
import { connectToScenario, openSite } from "../support/site.ts";

let packs: readonly CompiledPack[];
const OWN = { id: "own", name: "Own", country: "NL", ids: ["own"] };
const NO_DEFAULTS = { sourceDefaults: [] };

beforeAll(async () => {
  packs = [await loadPack("nl-wiv"), await loadPack("cti-community")];
});

const parts: fc.Arbitrary<readonly Part[]> = fc
  .tuple(fc.array(claims, { minLength: 1, maxLength: 4 }), fc.array(fc.nat(), { maxLength: 8 }))
  .map(([kinds, picks]) =>
    [...kinds.keys(), ...picks].map((n, i) => ({
      id: `indicator--${i}`,
      type: "indicator",
      place: `/objects/${i}`,
      claims: kinds[n % kinds.length] ?? [],
    })),
  );

const sheets: fc.Arbitrary<FactsSheet> = claims.map((list) => mergeFacts([], list).sheet);

type Values = NonNullable<FactsSheet["byContainer"]>;

/** Two sheets that differ in few things, or in none that a question sees. */
const nearlySame: fc.Arbitrary<readonly [FactsSheet, FactsSheet]> = fc
  .tuple(sheets, sheets, sheets, fc.subarray(["actors", "dates", "topics", "container"] as const))
  .map(([one, other, inside, changed]) => {
    const change = <T extends Pick<Values, "sets" | "dates">>(sheet: T): T => ({
      ...sheet,
      dates: changed.includes("dates") ? other.dates : sheet.dates,
      sets: {
        ...sheet.sets,
        ...(changed.includes("actors") ? { actors: other.sets.actors ?? [] } : {}),
        ...(changed.includes("topics") ? { topics: other.sets.topics ?? [] } : {}),
      },
    });
    if (!changed.includes("container")) return [one, change(one)];
    const { levels, sets, lists, dates } = inside;
    const byContainer: Values = { levels, sets, lists, dates };
    return [
      { ...one, byContainer },
      { ...change(one), byContainer: change(byContainer) },
    ];
  });

describe("fact classes", () => {
  test("hold every part once, and parts of one class have one facts sheet", () => {
    fc.assert(
      fc.property(parts, (list) => {
        const classes = toClasses(list, NO_DEFAULTS);
        const ids = classes.flatMap((one) => one.parts.map((part) => part.id));
        expect(ids.toSorted()).toEqual(list.map((part) => part.id).toSorted());
        for (const { facts, parts: members } of classes) {
          for (const part of members) expect(mergeFacts([part], []).sheet).toEqual(facts);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("leave out definitions, which have no content of their own", () => {
    const part: Part = { id: "marking-definition--1", type: "x", place: "", claims: [] };
    expect(toClasses([{ ...part, isDefinition: true }], NO_DEFAULTS)).toEqual([]);
  });

  test("are decided as each of their parts is alone", () => {
    fc.assert(
      fc.property(parts, standings, requests, (list, standing, request) => {
        const recipient = { id: standing.id, name: standing.name, members: [standing] };
        const { tallies } = decideClasses(
          toClasses(list, NO_DEFAULTS),
          [recipient],
          bulk(request),
          packs,
        );
        expect(tallies[0]?.counts).toEqual(countAlone(list, recipient, bulk(request)));
      }),
      { numRuns: 50 },
    );
  });
});

describe("the view of a day", () => {
  test("tells apart whatever a question can tell apart", () => {
    fc.assert(
      fc.property(nearlySame, standings, requests, ([one, other], standing, request) => {
        fc.pre(viewOn(one, NOW) === viewOn(other, NOW));
        expect(questions(other, standing, request)).toEqual(questions(one, standing, request));
      }),
      { numRuns: 1000 },
    );
  });

  test("does not tell apart days of the same year of age, nor names of actors", () => {
    const sheet = (day: string, actors: readonly string[]): FactsSheet => ({
      levels: {},
      flags: {},
      findings: [],
      sets: { actors },
      lists: {},
      dates: { lastProcessed: day },
    });
    const view = viewOn(sheet("2024-12-01", ["ANT"]), NOW);
    expect(viewOn(sheet("2025-01-31", ["BEE"]), NOW)).toBe(view);
    expect(viewOn(sheet("2024-11-25", ["ANT"]), NOW)).not.toBe(view);
  });
});

describeWithData("classes of real files", () => {
  test.each([
    "attack/ics-attack-18.1.json",
    "spyware-indicators/amnesty/cytrox.stix2",
    "misp-events/pymisp/57c4445b-c548-4654-af0b-4be3950d210f.json",
  ])("%s: fewer than its parts, and decided as a sample of them alone", async (file) => {
    const ports = connectToScenario();
    const { site, recipients } = await openSite(ports);
    const item = await ports.items.readItem(sharedData(file));
    const sample = item.parts.filter((_, n) => n % Math.ceil(item.parts.length / 40) === 0);
    const grounds = { ...bulk(EASY_REQUEST), own: site.own };
    const classes = toClasses(sample, NO_DEFAULTS);
    expect(toClasses(item.parts, NO_DEFAULTS).length).toBeLessThan(item.parts.length);
    for (const { recipient, counts } of decideClasses(classes, recipients, grounds, packs)
      .tallies) {
      expect(counts).toEqual(countAlone(sample, recipient, grounds));
    }
  });
});

function questions(facts: FactsSheet, standing: Standing, request: Request) {
  return [true, false].map((readsContainers) =>
    toQuestion(facts, standing, {
      ...toGrounds(facts, standing, request),
      readsContainers,
      classificationRulesActive: false,
    }),
  );
}

function bulk(request: Request): BulkGrounds {
  return { item: "bulk", notes: [], own: OWN, request, performed: [], people: [], now: NOW };
}

function countAlone(
  list: readonly Part[],
  recipient: Recipient,
  grounds: BulkGrounds,
): Record<Outcome, number> {
  const counts = { release: 0, "release-with-caveats": 0, hold: 0, refer: 0, withhold: 0 };
  for (const part of list.filter((one) => one.isDefinition !== true)) {
    const facts = mergeFacts([part], []).sheet;
    const shared = { ...grounds, facts, equivalences: equivalencesFor(facts) };
    counts[decide({ ...shared, recipient }, packs).outcome]++;
  }
  return counts;
}
