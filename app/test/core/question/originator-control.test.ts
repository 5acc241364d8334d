import { describe, expect, test } from "vitest";
import type { StatedFacts } from "../../../src/core/case.ts";
import { DISTRIBUTION_LEVELS } from "../../../src/core/facts/fact.ts";
import type { Equivalence } from "../../../src/core/marking/equivalence.ts";
import { isAboveCeiling, leavesOut } from "../../../src/core/question/originator-control.ts";
import type { Audience, Ceiling, Standing } from "../../../src/core/partner.ts";
import { mergeFacts } from "../../../src/core/facts/facts.ts";
import { claimOf, NOW, PARTNER, partOf, sheetOf } from "../../support/plain.ts";

const UUID = "0a10c4fe-0000-4000-8000-000000000001";
const AUDIENCES: readonly Audience[] = [
  "named-individual",
  "own-organisation",
  "client",
  "constituent",
  "community",
  "peer",
  "public",
];

describe("a MISP distribution", () => {
  /** Level · audiences it reaches, in the order of AUDIENCES. */
  test.each([
    ["own", "own-organisation"],
    ["community", "own-organisation community"],
    ["connected", "own-organisation community peer"],
    ["all", AUDIENCES.join(" ")],
    ["group", ""],
    ["inherit", ""],
    ["unreadable", ""],
  ])("%s reaches: %s", (level, reached) => {
    const { sheet } = mergeFacts([partOf(claimOf("distribution", level))], []);
    const audiences = AUDIENCES.filter((audience) => !leavesOut(sheet, { ...PARTNER, audience }));
    expect(audiences.join(" ")).toBe(reached);
  });

  test("reaches no more audiences the stricter it is", () => {
    const reach = DISTRIBUTION_LEVELS.filter((level) => level !== "group").map((level) =>
      AUDIENCES.filter((audience) => !isOut({ distribution: level }, { audience })),
    );
    const wider = reach.slice(1).filter((one, i) => one.some((a) => !reach[i]?.includes(a)));
    expect([reach.length, wider]).toEqual([4, []]);
  });

  test("of a sharing group reaches its members alone, by uuid in either case", () => {
    const group = { distribution: "group", sharingGroup: [UUID] } as const;
    expect(isOut(group, { ids: [UUID] })).toBe(false);
    expect(isOut(group, { ids: [UUID.toUpperCase()] })).toBe(false);
    expect(isOut(group, { ids: ["somebody-else"] })).toBe(true);
    expect(isOut(group, { ids: [] })).toBe(true);
  });

  test("with a sharing group of nobody, or of nobody that can be read, reaches nobody", () => {
    expect(isOut({ distribution: "group", sharingGroup: [] }, { ids: [UUID] })).toBe(true);
    expect(isOut({ distribution: "group", sharingGroup: ["unreadable"] }, { ids: [UUID] })).toBe(
      true,
    );
  });

  test("wider than a sharing group still keeps to the group", () => {
    expect(isOut({ distribution: "all", sharingGroup: ["other"] }, { ids: [UUID] })).toBe(true);
  });
});

describe("a dissemination control", () => {
  test.each([
    ["noforn", "XB", true],
    ["noforn", undefined, true],
    ["noforn", "US", false],
    ["orcon", "US", true],
    ["relido", "XB", true],
    ["something-new", "XB", true],
    ["NOFORN", "US", true],
    ["__proto__", "XB", true],
    ["fouo", "XB", false],
    ["pubrel", "XB", false],
  ])("%s leaves a partner of %s out: %s", (control, country, out) => {
    expect(isOut({ dissemination: [control] }, { country: country as string })).toBe(out);
  });

  test("leaves out even when another one would not", () => {
    expect(isOut({ dissemination: ["fouo", "orcon", "pubrel"] })).toBe(true);
  });

  test("deny by default leaves out whoever is on no list", () => {
    expect(isOut({ dissemination: ["deny-by-default"] })).toBe(true);
    expect(isOut({ dissemination: ["deny-by-default"], releasableTo: ["BE"] })).toBe(true);
    expect(isOut({ dissemination: ["deny-by-default"], releasableTo: ["XB"] })).toBe(false);
  });
});

describe("a list of who may have it", () => {
  test.each<[readonly string[], Partial<Standing>, boolean]>([
    [["XB", "BE"], {}, false],
    [["BE"], {}, true],
    [[], {}, true],
    [["partner"], {}, false],
    [["NATO"], {}, true],
    [["NATO"], { ids: ["NATO"] }, false],
    [["XB"], { country: undefined as never }, true],
    [["Partner"], {}, true],
    [["X"], {}, true],
    [[""], { ids: [""] }, true],
  ])("%j leaves out %j: %s", (releasableTo, change, out) => {
    expect(isOut({ releasableTo }, change)).toBe(out);
  });

  test("two lists leave those who are on both", () => {
    const parts = ["BE,XB", "BE,FR"].map((list) => partOf(claimOf("releasableTo", list)));
    const { sheet } = mergeFacts(parts, []);
    expect([leavesOut(sheet, PARTNER), leavesOut(sheet, { ...PARTNER, country: "BE" })]).toEqual([
      true,
      false,
    ]);
  });

  test("no list, no control and no distribution leave nobody out", () => {
    expect(isOut({})).toBe(false);
  });
});

describe("a ceiling", () => {
  const CEILING: Ceiling = {
    system: "NL",
    label: "Stg. CONFIDENTIEEL",
    agreement: "agreement of 2020",
    from: "2020-01-01",
  };
  const secret: StatedFacts = { classificationLabels: ["NL:Stg. GEHEIM"] };
  const confidential: StatedFacts = { classificationLabels: ["NL:Stg. CONFIDENTIEEL"] };
  const table: readonly Equivalence[] = [
    {
      from: "BE:CONFIDENTIEL",
      to: "NL:Stg. CONFIDENTIEEL",
      agreement: "treaty",
      validFrom: "2021-01-01",
      validUntil: NOW,
    },
  ];

  test.each<[string, StatedFacts, Partial<Ceiling> | undefined, boolean]>([
    ["nothing classified", { classification: "none" }, undefined, false],
    ["nothing said of classification", {}, undefined, false],
    ["its own level", confidential, {}, false],
    ["a higher level", secret, {}, true],
    ["no ceiling", confidential, undefined, true],
    ["the first day of the agreement", confidential, { from: NOW }, false],
    ["the day before it", confidential, { from: "2026-04-03" }, true],
    ["its last day", confidential, { until: NOW }, false],
    ["the day after", confidential, { until: "2026-04-01" }, true],
    ["a ceiling nobody knows", confidential, { label: "HUSH" }, true],
    ["a level without its label", { classification: "restricted" }, {}, true],
    ["a label nobody knows", { classificationLabels: ["XA:HUSH"] }, {}, true],
    [
      "one label too high among several",
      { classificationLabels: ["NL:Dep. VERTROUWELIJK", "NL:Stg. GEHEIM"] },
      {},
      true,
    ],
    ["an equivalence in force", { classificationLabels: ["BE:CONFIDENTIEL"] }, {}, false],
    [
      "the other direction of an equivalence",
      confidential,
      { system: "BE", label: "CONFIDENTIEL" },
      true,
    ],
  ])("%s", (_, facts, ceiling, above) => {
    const partner =
      ceiling === undefined ? PARTNER : { ...PARTNER, ceiling: { ...CEILING, ...ceiling } };
    expect(isAboveCeiling(sheetOf(facts), partner, NOW, table)).toBe(above);
  });

  test("an equivalence that ended yesterday does not count", () => {
    const facts = sheetOf({ classificationLabels: ["BE:CONFIDENTIEL"] });
    const partner = { ...PARTNER, ceiling: CEILING };
    expect([NOW, "2026-04-03"].map((day) => isAboveCeiling(facts, partner, day, table))).toEqual([
      false,
      true,
    ]);
  });
});

function isOut(facts: StatedFacts, change: Partial<Standing> = {}): boolean {
  return leavesOut(sheetOf(facts), { ...PARTNER, ...change });
}
