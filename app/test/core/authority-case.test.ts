import { describe, expect, test } from "vitest";
import { judgeMeasures, type Binding } from "../../src/core/authority.ts";
import { acknowledgementsOf } from "../../src/core/casework/acknowledge.ts";
import type { Performed, Person } from "../../src/core/measure.ts";
import type { MeasureText } from "../../src/core/pack.ts";
import { approval, NOW, PARTNER, PEOPLE, SETTING } from "../support/plain.ts";

const HASH = "a".repeat(64);
const READ = "I have read the risk";
const BINDING: Binding = {
  manifest: HASH,
  acknowledge: { head: [READ], "*": ["I have read it"] },
  permissions: [{ id: "series" }, { id: "spent", objection: "its quota of 3 cases is used up" }],
};
const SIGNED = { manifest: HASH, acknowledges: [READ] };

const people: readonly Person[] = [
  ...PEOPLE,
  {
    id: "both",
    roles: [
      { role: "head", from: "2025-01-01" },
      { role: "administrator", from: "2026-03-01", until: "2026-03-31" },
    ],
  },
];

function judge(one: Performed, binding?: Binding) {
  const recipient = { id: "partner", name: "Partner", members: [PARTNER] };
  return judgeMeasures([one], SETTING.request, recipient, people, NOW, binding)[0];
}

describe("in a case an approval counts", () => {
  test("for this manifest, with what is demanded and more", () => {
    const more = { ...SIGNED, acknowledges: ["something else", READ] };
    expect([
      judge(approval("head", SIGNED), BINDING),
      judge(approval("head", more), BINDING),
    ]).toEqual([
      { measure: "approve:head", counts: true, why: "the-head, 2026-04-01" },
      { measure: "approve:head", counts: true, why: "the-head, 2026-04-01" },
    ]);
  });

  test.each<[string, Partial<Performed>, string]>([
    ["for another manifest", { manifest: "b".repeat(64) }, "it was given for something else"],
    ["for none", { manifest: undefined as never }, "it was given for something else"],
    ["with nothing acknowledged", { acknowledges: [] }, `it does not acknowledge "${READ}"`],
    ["with nothing said on that", { acknowledges: undefined as never }, "it does not acknowledge"],
    ["with almost the words", { acknowledges: [`${READ} `] }, "it does not acknowledge"],
    ["taken back", { retracted: true }, "the-head took it back"],
  ])("but not %s", (_, change, why) => {
    expect(judge(approval("head", { ...SIGNED, ...change }), BINDING)).toEqual({
      measure: "approve:head",
      counts: false,
      why: expect.stringContaining(why),
    });
  });

  test("under a role that no pack names only with what is demanded of every other", () => {
    const asked = [[], [READ], ["I have read it"]].map(
      (acknowledges) => judge(approval("legal", { manifest: HASH, acknowledges }), BINDING)?.counts,
    );
    expect(asked).toEqual([false, false, true]);
  });

  test("through a standing permission only where that covers the case, and is acknowledged too", () => {
    const from = (permission: string, acknowledges = [READ]) =>
      judge(approval("head", { permission, acknowledges }), BINDING);
    expect([from("series"), from("spent"), from("unknown"), from("series", [])]).toMatchObject([
      { counts: true },
      { counts: false, why: "its quota of 3 cases is used up" },
      { counts: false, why: 'no standing permission "unknown" is for this case' },
      { counts: false, why: `it does not acknowledge "${READ}"` },
    ]);
  });
});

describe("outside a case", () => {
  test("an approval counts as before, and one that claims a standing permission never does", () => {
    expect(judge(approval("head"))?.counts).toBe(true);
    expect(judge(approval("head", { permission: "series" }))).toMatchObject({
      counts: false,
      why: 'no standing permission "series" is for this case',
    });
  });

  test("what was taken back does not count either", () => {
    expect(judge(approval("head", { retracted: true }))?.counts).toBe(false);
  });
});

test("an approval of somebody who was an administrator on the day of signing never counts", () => {
  const on = (day: string) => judge(approval("head", { by: "both", on: day }))?.counts;
  expect([on("2026-02-28"), on("2026-03-01"), on("2026-03-31"), on("2026-04-01")]).toEqual([
    true,
    false,
    false,
    true,
  ]);
});

test("reasons written for an earlier request do not count", () => {
  const says = "because of the attack";
  const one = { measure: "state:necessity", by: "officer", on: NOW, says };
  expect([judge(one, BINDING)?.counts, judge({ ...one, superseded: true }, BINDING)]).toEqual([
    true,
    {
      measure: "state:necessity",
      counts: false,
      why: "it was written before the request was changed",
    },
  ]);
});

test.each(["constructor", "__proto__", "toString", "hasOwnProperty"])(
  "a role that is called %s demands what every other role does",
  (role) => {
    const holder = [{ id: "odd", roles: [{ role, from: "2025-01-01" }] }];
    const recipient = { id: "partner", name: "Partner", members: [PARTNER] };
    const one = { ...approval(role), by: "odd", manifest: HASH, acknowledges: [READ] };
    expect(judgeMeasures([one], SETTING.request, recipient, holder, NOW, BINDING)).toMatchObject([
      { counts: false, why: 'it does not acknowledge "I have read it"' },
    ]);
  },
);

describe("what is demanded by several packs", () => {
  const pack = (texts: Readonly<Record<string, readonly string[] | undefined>>) => ({
    measureNames: [...Object.keys(texts).map((role) => `approve:${role}`), "state:necessity"],
    measure: (_: string, what: string): MeasureText | undefined => {
      const acknowledge = Object.hasOwn(texts, what) ? texts[what] : texts["*"];
      return acknowledge === undefined ? undefined : { means: what, cost: 1, acknowledge };
    },
  });

  test("is all of it, each once, in alphabetical order, by role", () => {
    const packs = [
      pack({ head: ["b", "a"], legal: undefined }),
      pack({ head: ["a", "c"], minister: ["d"] }),
    ];
    expect(acknowledgementsOf(packs)).toEqual({ head: ["a", "b", "c"], minister: ["d"] });
  });

  test("for every role in one is for the roles of the others too", () => {
    const packs = [pack({ "*": ["every"] }), pack({ head: ["a"] })];
    expect(acknowledgementsOf(packs)).toEqual({ "*": ["every"], head: ["a", "every"] });
  });
});
