import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judgeMeasures } from "../../src/core/authority.ts";
import type { Performed, Person } from "../../src/core/measure.ts";
import type { Experience, Recipient, Standing } from "../../src/core/partner.ts";
import type { Request } from "../../src/core/request.ts";
import { approval, NOW, PARTNER, PEOPLE, SETTING } from "../support/plain.ts";

const TO_PARTNER: Recipient = { id: "partner", name: "Partner", members: [PARTNER] };
const CONSENT: Performed = {
  measure: "consent:linde",
  by: "linde",
  on: "2026-04-01",
  partner: "partner",
  purpose: "warn",
};
const ASSURED: Performed = {
  measure: "assure:written",
  by: "partner",
  on: "2026-04-01",
  partner: "partner",
  says: "a letter of 1 April",
};
const REASONED: Performed = { ...ASSURED, measure: "state:necessity", by: "officer" };

describe("an approval counts", () => {
  test("from whoever holds the role, who is somebody else than the requester", () => {
    expect(judge(approval("head"))).toEqual([
      { measure: "approve:head", counts: true, why: "the-head, 2026-04-01" },
    ]);
  });

  test.each<[string, Partial<Performed>]>([
    ["dated today", { on: NOW }],
    ["that expires today", { expires: NOW }],
    ["on the first day in the role", { by: "new", on: "2026-04-01" }],
    ["on the last day in the role", { by: "old", on: "2026-03-31" }],
    ["between two terms, on the first day of the second", { by: "twice", on: "2026-03-01" }],
  ])("%s", (_, change) => {
    expect(counts(approval("head", change))).toBe(true);
  });
});

describe("an approval does not count", () => {
  test.each<[string, Partial<Performed>, string]>([
    ["from the requester", { by: "officer" }, "officer made the request and cannot approve it"],
    ["from an unknown person", { by: "nobody" }, "nobody does not hold the role head"],
    ["from another role", { by: "the-legal" }, "the-legal does not hold the role head"],
    [
      "the day before the role",
      { by: "new", on: "2026-03-31" },
      "new did not hold the role head on",
    ],
    [
      "the day after the role",
      { by: "old", on: "2026-04-01" },
      "old did not hold the role head on",
    ],
    ["between two terms", { by: "twice", on: "2026-02-28" }, "twice did not hold the role head on"],
    ["dated tomorrow", { on: "2026-04-03" }, "it is dated 2026-04-03, after 2026-04-02"],
    ["that expired yesterday", { expires: "2026-04-01" }, "it expired on 2026-04-01"],
  ])("%s", (_, change, why) => {
    const [judged] = judge(approval("head", change));
    expect(judged).toEqual({
      measure: "approve:head",
      counts: false,
      why: expect.stringContaining(why),
    });
  });

  test("when nobody is named as requester", () => {
    const { requester: _, ...request } = SETTING.request;
    const [judged] = judgeMeasures([approval("head")], request, TO_PARTNER, people, NOW);
    expect(judged).toMatchObject({ counts: false, why: expect.stringContaining("no requester") });
  });

  test("from whoever made an assessment in the same case, whichever comes first", () => {
    const assessed = { ...REASONED, measure: "assess:unevaluated-risk", by: "the-head" };
    const both = [judge(assessed, approval("head")), judge(approval("head"), assessed)];
    expect(
      both.flatMap((list) => list.map((one) => `${one.measure} ${one.counts}`).toSorted()),
    ).toEqual([
      "approve:head false",
      "assess:unevaluated-risk true",
      "approve:head false",
      "assess:unevaluated-risk true",
    ]);
  });

  test("a second time from one person in another role: one person counts once", () => {
    const two = judge(approval("head", { by: "mighty" }), approval("minister", { by: "mighty" }));
    expect(two.map((one) => one.counts)).toEqual([true, false]);
    expect(two[1]?.why).toBe("mighty already signed as head; one person counts once");
  });

  test("but a first signature that does not count leaves the second free", () => {
    const late = approval("head", { by: "mighty", on: "2026-04-03" });
    const two = judge(late, approval("minister", { by: "mighty" }));
    expect(two.map((one) => one.counts)).toEqual([false, true]);
  });
});

describe("a consent", () => {
  test("counts from the originator, for this partner and this purpose", () => {
    expect(counts(CONSENT)).toBe(true);
  });

  test.each<[string, Partial<Performed>, string]>([
    ["from somebody else", { by: "elm" }, "elm cannot consent for linde"],
    ["for another partner", { partner: "thorn" }, "it names thorn, not partner"],
    ["for no partner", { partner: undefined as never }, "it names no partner, not partner"],
    ["for another purpose", { purpose: "detain" }, 'it is for the purpose "detain", not "warn"'],
    ["for no purpose", { purpose: undefined as never }, 'it is for the purpose "", not "warn"'],
    ["dated tomorrow", { on: "2026-04-03" }, "it is dated 2026-04-03"],
    ["that expired", { expires: "2026-04-01" }, "it expired on 2026-04-01"],
  ])("does not count %s", (_, change, why) => {
    expect(judge({ ...CONSENT, ...change })[0]).toMatchObject({
      counts: false,
      why: expect.stringContaining(why),
    });
  });

  test("does not count for an originator nobody has named, whoever says to be it", () => {
    const [judged] = judge({
      ...CONSENT,
      measure: "consent:unnamed-originator",
      by: "unnamed-originator",
    });
    expect(judged).toMatchObject({
      counts: false,
      why: expect.stringContaining("nobody has named"),
    });
  });

  test("for one member of a group is none for the group", () => {
    const group = { id: "group", name: "Group", members: [PARTNER, { ...PARTNER, id: "other" }] };
    const judged = judgeMeasures([CONSENT], SETTING.request, group, people, NOW);
    expect(judged).toMatchObject([{ counts: false, why: "it names partner, not group" }]);
  });
});

describe("an assurance", () => {
  test("counts with a reference to what was given", () => {
    expect(counts(ASSURED)).toBe(true);
  });

  test.each<[string, Partial<Performed>, string]>([
    ["without any text", { says: undefined as never }, "it gives no reasons"],
    ["from another partner", { partner: "thorn" }, "it names thorn, not partner"],
  ])("does not count %s", (_, change, why) => {
    expect(judge({ ...ASSURED, ...change })[0]).toEqual({
      measure: "assure:written",
      counts: false,
      why,
    });
  });

  test.each<[string, Experience["status"], boolean]>([
    ["open", "open", false],
    ["contested", "contested", false],
    ["closed", "closed", true],
  ])("after a broken one that is %s", (_, status, expected) => {
    const members: readonly Standing[] = [
      { ...PARTNER, experiences: [{ ...BROKEN, status }] },
      PARTNER,
    ];
    const recipient = { id: "partner", name: "Partner", members };
    expect(judgeMeasures([ASSURED], SETTING.request, recipient, people, NOW)[0]?.counts).toBe(
      expected,
    );
  });
});

test("an assurance is not voided by a rumour, nor by what was learned later", () => {
  const { evidence: _, ...rumour } = BROKEN;
  const later = { ...BROKEN, learnedOn: "2027-01-01" };
  const members: readonly Standing[] = [{ ...PARTNER, experiences: [rumour, later] }];
  const recipient = { id: "partner", name: "Partner", members };
  expect(judgeMeasures([ASSURED], SETTING.request, recipient, people, NOW)[0]?.counts).toBe(true);
});

test("an assurance given by somebody else than the partner does not count", () => {
  expect(judge({ ...ASSURED, by: "officer" })[0]).toMatchObject({
    counts: false,
    why: "officer cannot give an assurance for partner",
  });
});

describe("a statement or an assessment", () => {
  test.each<[string | undefined, boolean]>([
    ["ten signs!", true],
    ["nine sign", false],
    ["   nine sign      ", false],
    ["", false],
    [undefined, false],
  ])("that says %j counts: %s", (says, expected) => {
    expect(counts({ ...REASONED, says: says as never })).toBe(expected);
    expect(counts({ ...REASONED, measure: "assess:unevaluated-risk", says: says as never })).toBe(
      expected,
    );
  });
});

describe("whatever was performed", () => {
  const measures = fc.constantFrom(
    "approve:head",
    "approve:",
    "state",
    "sign:head",
    "consent:linde",
    "__proto__:x",
    "state:x",
  );
  const performed = fc.array(
    fc.record({
      measure: measures,
      by: fc.constantFrom("the-head", "officer", "linde"),
      on: fc.constantFrom(NOW, "2026-04-03"),
    }),
  );
  const requests = fc.constantFrom<Request>(SETTING.request, { mode: "release", purpose: "warn" });

  test("is returned in its order, each with a reason, and what is no measure never counts", () => {
    fc.assert(
      fc.property(performed, requests, (list, request) => {
        const judged = judgeMeasures(list, request, TO_PARTNER, people, NOW);
        expect(judged.map((one) => one.measure)).toEqual(list.map((one) => one.measure));
        expect(judged.every((one) => one.why !== "")).toBe(true);
        const wrong = ["approve:", "state", "sign:head", "__proto__:x"];
        expect(judged.filter((one) => one.counts && wrong.includes(one.measure))).toEqual([]);
      }),
    );
  });
});

const BROKEN: Experience = {
  id: "e1",
  type: "broken-assurance",
  on: "2025-01-01",
  learnedOn: "2025-01-01",
  severity: "serious",
  says: "it used the report for an arrest",
  status: "open",
  evidence: { ref: "report 7", grade: "B2" },
};

const people: readonly Person[] = [
  ...PEOPLE,
  { id: "new", roles: [{ role: "head", from: "2026-04-01" }] },
  { id: "old", roles: [{ role: "head", from: "2020-01-01", until: "2026-03-31" }] },
  {
    id: "twice",
    roles: [
      { role: "head", from: "2025-01-01", until: "2026-02-01" },
      { role: "head", from: "2026-03-01" },
    ],
  },
  {
    id: "mighty",
    roles: [
      { role: "head", from: "2025-01-01" },
      { role: "minister", from: "2025-01-01" },
    ],
  },
];

function judge(...performed: readonly Performed[]) {
  return judgeMeasures(performed, SETTING.request, TO_PARTNER, people, NOW);
}

function counts(performed: Performed): boolean | undefined {
  return judge(performed)[0]?.counts;
}
