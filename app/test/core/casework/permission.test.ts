import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { acknowledgementsOf } from "../../../src/core/casework/acknowledge.ts";
import type { CaseMatter } from "../../../src/core/casework/case-grounds.ts";
import {
  outOfScope,
  permissionObjection,
  type CaseInScope,
  type StandingPermission,
} from "../../../src/core/casework/permission.ts";
import { addDays, monthsBegun } from "../../../src/core/day.ts";
import type { Pack } from "../../../src/core/pack.ts";
import { loadPack } from "../../support/packs.ts";
import { opening, PlainCase, REASONS, SAYS } from "./support/plain-case.ts";
import { dayAt, PEOPLE, permissionsWith, SHEETS, START } from "./support/world.ts";

const [{ permission: SERIES } = { permission: undefined as never }] = permissionsWith([]);

const CASE: CaseInScope = {
  partner: "calm",
  mode: "release",
  purpose: "warn",
  isUrgent: false,
  category: {
    topics: ["terrorism"],
    attributedTo: [],
    concerns: [],
    subjectKnown: true,
    kinds: ["unevaluated"],
    use: undefined,
  },
  persons: [],
};

describe("a standing permission may be given", () => {
  test("by whoever holds the role that day, with reasons", () => {
    expect(permissionObjection(SERIES, PEOPLE)).toBeUndefined();
  });

  test.each<[string, Partial<StandingPermission>, string]>([
    ["from another role", { by: "hank" }, "hank does not hold the role minister on 2026-04-01"],
    ["before the role", { by: "hera", role: "head" }, "hera does not hold the role head"],
    ["by an administrator", { by: "adam", role: "head" }, "an administrator decides nothing"],
    ["without reasons", { says: "  because " }, "it gives no reasons"],
    ["backwards in time", { until: "2026-03-31" }, "it ends before it begins"],
    ["for no case", { quota: 0 }, "its quota is not 1 or more"],
    ["for half a case", { quota: 1.5 }, "its quota is not 1 or more"],
    ["for endless cases", { quota: Number.POSITIVE_INFINITY }, "its quota is not 1 or more"],
    ["for raw data, a day over a year", { until: "2027-04-01" }, "more than 12 months"],
    [
      "for every kind of data, a day over a year",
      { until: "2027-04-01", scope: { topics: ["*"], kinds: ["*"], uses: ["*"] } },
      "more than 12 months",
    ],
  ])("but not %s", (_, change, why) => {
    expect(permissionObjection({ ...SERIES, ...change }, PEOPLE)).toContain(why);
  });

  test("for a year to the day, and for longer where nothing unevaluated is covered", () => {
    const scope = { topics: ["*"], kinds: ["personal"], uses: ["*"] };
    expect(permissionObjection({ ...SERIES, until: "2027-03-31" }, PEOPLE)).toBeUndefined();
    expect(permissionObjection({ ...SERIES, until: "2030-01-01", scope }, PEOPLE)).toBeUndefined();
  });
});

describe("a standing permission covers a case", () => {
  test("inside its days, quota, partner, purpose, topics, kinds, uses and persons", () => {
    expect(outOfScope(SERIES, CASE, 2, START)).toBeUndefined();
    expect(outOfScope(SERIES, CASE, 2, SERIES.until)).toBeUndefined();
    const about = { ...CASE, persons: ["p1"] };
    expect(outOfScope({ ...SERIES, persons: ["p1", "p2"] }, about, 0, START)).toBeUndefined();
  });

  const category = CASE.category;
  test.each<[string, Partial<CaseInScope>]>([
    ["another partner", { partner: "watched" }],
    ["another purpose", { purpose: "detain" }],
    ["asking instead of giving", { mode: "ask" }],
    ["an urgent and weighty reason", { isUrgent: true }],
    ["another topic", { category: { ...category, topics: ["cyber"] } }],
    ["one topic more", { category: { ...category, topics: ["terrorism", "cyber"] } }],
    ["no known topic", { category: { ...category, topics: [] } }],
    ["topics of which not all are known", { category: { ...category, subjectKnown: false } }],
    ["another kind of data", { category: { ...category, kinds: ["personal"] } }],
    [
      "data that may be of another kind",
      { category: { ...category, kinds: ["unevaluated", "personal"] } },
    ],
    ["a person it does not name", { persons: ["p1"] }],
    ["persons of whom nobody said who they are", { persons: undefined }],
  ])("but not with %s", (_, change) => {
    expect(outOfScope(SERIES, { ...CASE, ...change }, 0, START)).toBeTypeOf("string");
  });

  test.each<[string, Partial<StandingPermission>, number, string]>([
    ["the day before it begins", {}, 0, "2026-03-31"],
    ["the day after it ended", {}, 0, dayAt(6)],
    ["when its quota is used up", {}, 3, START],
    ["for another use", { scope: { ...SERIES.scope, uses: ["targeting"] } }, 0, START],
    [
      "on a topic it leaves out",
      { scope: { ...SERIES.scope, topics: ["*"], except: ["terrorism"] } },
      0,
      START,
    ],
    ["when it should never have been given", { until: "2028-01-01" }, 0, START],
  ])("but not %s", (_, change, used, now) => {
    expect(outOfScope({ ...SERIES, ...change }, CASE, used, now)).toBeTypeOf("string");
  });

  test("of unevaluated data on no day more than 12 months after it was given", () => {
    fc.assert(
      fc.property(fc.nat({ max: 2000 }), fc.nat({ max: 800 }), fc.nat({ max: 800 }), (a, b, c) => {
        const on = addDays("2024-01-01", a);
        const now = addDays(on, c);
        const covers = outOfScope({ ...SERIES, on, until: addDays(on, b) }, CASE, 0, now);
        fc.pre(covers === undefined);
        expect(monthsBegun(on, now)).toBeLessThanOrEqual(12);
      }),
    );
  });

  test("as often as its quota says, and no more", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.nat({ max: 100 }), (quota, used) => {
        const isCovered = outOfScope({ ...SERIES, quota }, CASE, used, START) === undefined;
        expect(isCovered).toBe(used < quota);
      }),
    );
  });
});

describe("in a case a standing permission", () => {
  let wiv: Pack;
  beforeAll(async () => {
    wiv = await loadPack("nl-wiv");
  });

  const one = (
    change: Partial<StandingPermission>,
    matter: Partial<CaseMatter> = {},
  ): PlainCase => {
    const acknowledges = acknowledgementsOf([wiv])["minister"] ?? [];
    const permission = { ...SERIES, acknowledges, ...change };
    const permissions = [{ permission, used: 0 }];
    return new PlainCase([wiv], { facts: SHEETS.raw, permissions, ...matter })
      .take("olga", opening(["calm"]), ...REASONS)
      .take("omar", { kind: "state", measure: "assess:unevaluated-risk", says: SAYS });
  };

  test("takes the place of the minister's signature", () => {
    expect(one({}).held()).toBe("");
  });

  test.each<[string, Partial<StandingPermission>, string]>([
    ["without what its giver must acknowledge", { acknowledges: [] }, "it does not acknowledge"],
    ["from a requester", { by: "olga" }, "olga made the request"],
    ["from an assessor", { by: "omar" }, "omar made an assessment"],
    ["from somebody without the role", { by: "hank" }, "hank does not hold the role minister"],
    ["for another topic", { scope: { ...SERIES.scope, topics: ["cyber"] } }, "it does not cover"],
  ])("does not count %s, and is shown with the reason", (_, change, why) => {
    expect(one(change).held()).toBe("calm: refer");
    expect(one(change).voids()).toEqual([expect.stringContaining(`approve:minister: ${why}`)]);
  });

  test("covers personal data only where it names every person, and somebody has said who they are", () => {
    const { flags } = SHEETS.raw;
    const facts = {
      ...SHEETS.raw,
      flags: { ...flags, personal: true, identifiesOrLocates: false },
    };
    const about = (persons?: readonly string[]): readonly string[] =>
      one({ persons: ["p1"] }, { facts, ...(persons === undefined ? {} : { persons }) })
        .voids()
        .map((why) => why.replace("approve:minister: ", ""));
    expect([about(), about(["p1", "p2"]), about(["p1"])]).toEqual([
      ["nobody has said which persons the item is about"],
      ["it does not cover every person in the item"],
      [],
    ]);
  });

  test("is not for other partners, and is not shown to them", () => {
    const [verdict] = one({ partner: "watched" }).verdicts();
    expect(verdict?.performed.map(({ measure }) => measure)).not.toContain("approve:minister");
  });
});
