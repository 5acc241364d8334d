import { beforeAll, describe, expect, test } from "vitest";
import type { StatedFacts } from "../../../src/core/case.ts";
import { UNREADABLE } from "../../../src/core/facts/fact.ts";
import { mergeFacts } from "../../../src/core/facts/facts.ts";
import type { Experience, WeightingNote } from "../../../src/core/partner.ts";
import { toQuestion, type Question } from "../../../src/core/question/question.ts";
import { UNNAMED } from "../../../src/core/question/question-item.ts";
import type { Request } from "../../../src/core/request.ts";
import { readSchema } from "../../../src/policy/read-pack.ts";
import { readVocabulary, type Attribute } from "../../../src/policy/vocabulary.ts";
import { PACKS } from "../../support/packs.ts";
import {
  claimOf,
  partOf,
  everyHarm,
  FACTS_STATED,
  NOW,
  PARTNER,
  SETTING,
  sheetOf,
} from "../../support/plain.ts";

let vocabulary: ReadonlyMap<string, Attribute>;
beforeAll(async () => {
  vocabulary = readVocabulary(await readSchema(PACKS));
});

const EVENT: Experience = {
  id: "e1",
  type: "label-breach",
  on: "2026-01-01",
  learnedOn: NOW,
  severity: "serious",
  says: "it passed a report on",
  evidence: { ref: "report 12", grade: "B2" },
  status: "open",
};

describe("a question", () => {
  test("has exactly the attributes of the schema", () => {
    const paths = [...leaves(ask())].map(([path]) => path);
    const known = [...vocabulary.keys()].filter((path) => !path.startsWith("context.measures"));
    expect(paths.toSorted()).toEqual(known.toSorted());
  });

  test("about an item nobody knows anything of has every cautious value of the schema", () => {
    const { note: _, ...stranger } = PARTNER;
    const watchful = {
      ...stranger,
      watch: [{ topic: "x", because: "y" }],
      experiences: [
        { ...EVENT, severity: "grave" as const },
        { ...EVENT, severity: "moderate" as const },
        { ...EVENT, type: "change" },
      ],
    };
    const request: Request = { mode: "support", purpose: "warn", series: { from: NOW } };
    const question = toQuestion(sheetOf({}), watchful, { ...SETTING, request });
    const cautious = [...vocabulary].flatMap(([path, { cautious }]) =>
      cautious === undefined ? [] : [[path, cautious] as const],
    );
    expect(cautious.length).toBeGreaterThan(20);
    expect(new Map(leaves(question))).toEqual(new Map([...leaves(question), ...cautious]));
  });

  test("names nobody: the same standing under another name gives the same question", () => {
    const other = { ...PARTNER, id: "other", name: "Other", country: "XC" };
    expect(ask({}, {}, other)).toEqual(ask());
  });

  test("lists what nobody knew, by the paths that rules name", () => {
    const before = new Set(ask().unknown);
    const after = ask({ personal: undefined as never, lastProcessed: undefined as never }).unknown;
    expect(after.filter((path) => !before.has(path))).toEqual([
      "resource.personal",
      "resource.identifiesOrLocates",
      "resource.specialCategories",
      "resource.lawyerClient",
      "resource.journalist",
      "resource.ownNationals",
      "resource.ageYears",
    ]);
  });
});

describe("labels", () => {
  test.each<[StatedFacts, object]>([
    [{ tlp: "clear" }, { tlp: 0, tlpKnown: true, tlpOnItem: false }],
    [{ tlp: "red" }, { tlp: 4, tlpKnown: true }],
    [{ tlp: undefined as never }, { tlp: 3, tlpKnown: false, tlpOnItem: false }],
    [{ unreadableMarkings: ["TLP:PURPLE"] }, { unreadableMarking: true }],
    [{ pap: "amber" }, { papLimit: 2 }],
    [{ pap: undefined as never }, { papLimit: 0 }],
    [{ iepEnd: NOW, iepStart: NOW }, { iepOutsideDates: false }],
    [{ iepEnd: "2026-04-01" }, { iepOutsideDates: true }],
    [{ iepStart: "2026-04-03" }, { iepOutsideDates: true }],
  ])("of %j read as %j", (facts, expected) => {
    expect(ask(facts).resource).toMatchObject(expected);
  });
});

describe("a label that was not understood reads as the strictest", () => {
  test.each([
    ["tlp", { tlp: 4, tlpKnown: false, unreadableMarking: true }],
    ["pap", { papLimit: 3, unreadableMarking: true }],
    ["classification", { classification: 4, unreadableMarking: true }],
    ["iepActions", { iepNoAction: true, iepAskFirst: true, unreadableMarking: true }],
    ["iepAttribution", { iepHideSource: true, unreadableMarking: true }],
    ["iepEncrypt", { iepEncrypt: true, unreadableMarking: true }],
    ["iepNotify", { iepNoNotification: true, unreadableMarking: true }],
    ["distribution", { unreadableMarking: true }],
  ] as const)("%s", (fact, expected) => {
    const { sheet } = mergeFacts([partOf(claimOf(fact, UNREADABLE))], []);
    expect(toQuestion(sheet, PARTNER, SETTING).resource).toMatchObject(expected);
  });
});

describe("the age of the data", () => {
  test.each([
    ["2016-04-02", 10],
    ["2016-04-01", 11],
    [NOW, 0],
    ["2026-04-03", 1000],
    [undefined, 1000],
  ])("last processed on %s counts as %i years", (lastProcessed, years) => {
    expect(ask({ lastProcessed: lastProcessed as string }).resource.ageYears).toBe(years);
  });
});

describe("who contributed", () => {
  test.each<[StatedFacts, readonly string[]]>([
    [{ originators: ["own", "partner"] }, []],
    [{ originators: ["own", "linde"] }, ["linde"]],
    [{ originators: ["own"], originatorsKnown: false }, [UNNAMED]],
    [{ originators: [], originatorsKnown: true }, [UNNAMED]],
    [{ originators: ["linde"], originatorsKnown: undefined as never }, ["linde", UNNAMED]],
  ])("%j leaves third parties %j", (facts, thirdParties) => {
    expect(ask(facts).resource.thirdParties).toEqual(thirdParties);
  });

  test("own nationals are in it when a nationality is ours, whatever else is stated", () => {
    const facts = { personal: true, ownNationals: false, nationalities: ["XB", "NL"] };
    expect(ask(facts).resource.ownNationals).toBe(true);
  });
});

describe("the request", () => {
  test.each<[string, Partial<Request>, object]>([
    [
      "a risk below real everywhere",
      { risk: everyHarm("below-real") },
      { risk: { real: false, knownGrave: false } },
    ],
    [
      "one real risk",
      { risk: { "unfair-trial": "real" } },
      { risk: { real: true, knownGrave: false } },
    ],
    [
      "one unknown risk",
      { risk: { "death-penalty": "unknown" } },
      { risk: { real: true, knownGrave: false } },
    ],
    [
      "grave harm believed to follow",
      { risk: { torture: "known-or-believed" } },
      { risk: { real: true, knownGrave: true } },
    ],
    [
      "lesser harm believed to follow",
      { risk: { rendition: "known-or-believed" } },
      { risk: { real: true, knownGrave: false } },
    ],
    [
      "a reason too short to say anything",
      { urgentWeighty: " it is very urgent   " },
      { urgentWeighty: false },
    ],
    ["a reason", { urgentWeighty: "an attack is expected" }, { urgentWeighty: true }],
    [
      "a series of a year",
      { series: { from: "2026-01-01", until: "2027-01-01", scoped: true } },
      { seriesMonths: 12 },
    ],
    [
      "a series of a year and a day",
      { series: { from: "2026-01-01", until: "2027-01-02" } },
      { seriesMonths: 13, seriesScoped: false },
    ],
    ["a series without an end", { series: { from: "2026-01-01" } }, { seriesMonths: 1000 }],
    ["an action nobody named", {}, { intendedAction: 0, intendedActionKnown: false }],
    ["an action", { intendedAction: "active" }, { intendedAction: 3, intendedActionKnown: true }],
  ])("%s", (_, request, expected) => {
    expect(ask({}, request).context).toMatchObject(expected);
  });

  test("cannot write a risk below real that the note found to be real", () => {
    const question = toQuestion(
      sheetOf(FACTS_STATED),
      { ...PARTNER, note: { ...PARTNER.note, harm: "real" } as WeightingNote },
      { ...SETTING, request: { ...SETTING.request, risk: everyHarm("below-real") } },
    );
    expect(question.context.risk.real).toBe(true);
  });
});

function ask(facts: StatedFacts = {}, request: Partial<Request> = {}, partner = PARTNER): Question {
  const stated = Object.entries({ ...FACTS_STATED, ...facts }).filter(([, v]) => v !== undefined);
  const setting = { ...SETTING, request: { ...SETTING.request, ...request } };
  return toQuestion(sheetOf(Object.fromEntries(stated)), partner, setting);
}

/** Every value of a question with its path, as rules name it. */
function* leaves(question: Question): Generator<readonly [string, unknown]> {
  const { principal, resource, context } = question;
  yield* walk("", { principal, resource, context });
}

function* walk(path: string, value: object): Generator<readonly [string, unknown]> {
  for (const [name, inner] of Object.entries(value) as [string, unknown][]) {
    const place = path === "" ? name : `${path}.${name}`;
    if (typeof inner === "object" && inner !== null && !Array.isArray(inner))
      yield* walk(place, inner);
    else yield [place, inner];
  }
}
