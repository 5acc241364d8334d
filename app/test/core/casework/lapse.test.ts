import { beforeAll, describe, expect, test } from "vitest";
import { nextChange } from "../../../src/core/casework/rests-on.ts";
import type { CaseMatter } from "../../../src/core/casework/case-grounds.ts";
import type { Step } from "../../../src/core/casework/act.ts";
import { acknowledgementsOf } from "../../../src/core/casework/acknowledge.ts";
import type { Pack } from "../../../src/core/pack.ts";
import { loadPack } from "../../support/packs.ts";
import { opening, PlainCase, REASONS, SAYS } from "./support/plain-case.ts";
import { dayAt, FADES, permissionsWith, SHEETS } from "./support/world.ts";

let wiv: Pack;
beforeAll(async () => {
  wiv = await loadPack("nl-wiv");
});

const DAYS = 40;
const URGENT = {
  mode: "release",
  purpose: "warn",
  use: "intelligence",
  urgentWeighty: "an attack is expected within hours",
} as const;

/** Each case is ready to go on its first day; nobody touches it afterwards. */
const CASES: readonly (readonly [string, () => PlainCase, string])[] = [
  [
    "an originator's consent",
    () =>
      new PlainCase([wiv], { facts: SHEETS.received })
        .take("olga", opening(["calm"]), ...REASONS)
        .take("olga", consent(dayAt(9))),
    dayAt(10),
  ],
  [
    "a weighting note with a review date",
    () => new PlainCase([wiv]).take("olga", opening(["fading"]), ...REASONS),
    dayAt(4),
  ],
  [
    "an approval that was given for some days",
    () =>
      new PlainCase([wiv])
        .take("olga", opening(["watched"]), ...REASONS)
        .sign("sam", "second-assessor")
        .sign("hank", "head", { expires: dayAt(14) }),
    dayAt(15),
  ],
  [
    "signatures for a request that was urgent while its partner's note was in order",
    () =>
      new PlainCase([wiv])
        .take("olga", opening(["fading"], { request: URGENT }), ...REASONS)
        .sign("mia", "minister")
        .sign("hank", "head"),
    dayAt(4),
  ],
  [
    "a standing permission for a series",
    () =>
      new PlainCase([wiv], raw())
        .take("olga", opening(["calm"]), ...REASONS)
        .take("omar", { kind: "state", measure: "assess:unevaluated-risk", says: SAYS }),
    dayAt(6),
  ],
];

describe("a case that rests on something with an end changes on the day it lapses, untouched", () => {
  test.each(CASES)("%s", (_, ready, lapses) => {
    const { changes, named } = walk(ready());
    expect(changes).toEqual([
      [lapses, "", expect.stringMatching(/^\w+: (?:hold|refer|withhold)$/)],
    ]);
    expect(named).toContain(lapses);
  });

  test("and its last day is named by what it rests on, so that it is decided again then", () => {
    const fading = new PlainCase([wiv]).take("olga", opening(["fading"]), ...REASONS);
    expect([fading.held({ now: FADES }), fading.held({ now: dayAt(4) })]).toEqual([
      "",
      "fading: withhold",
    ]);
  });

  test("while a mandate that ends after the signature changes nothing of it", () => {
    const one = new PlainCase([wiv])
      .take("olga", opening(["watched"]), ...REASONS)
      .sign("sue", "second-assessor")
      .sign("hank", "head");
    expect(walk(one).changes).toEqual([]);
  });
});

function raw(): Partial<CaseMatter> {
  const minister = acknowledgementsOf([wiv])["minister"] ?? [];
  return { facts: SHEETS.raw, permissions: permissionsWith(minister) };
}

function consent(expires: string): Step {
  return {
    kind: "consent",
    originator: "linde",
    partner: "calm",
    purpose: "warn",
    scope: "all of it",
    expires,
    evidence: "letter 12",
  };
}

/** Day by day: each day on which it is held for another reason, and every day that was named before. */
function walk(one: PlainCase): {
  readonly changes: readonly (readonly [string, string, string])[];
  readonly named: readonly (string | undefined)[];
} {
  const changes: (readonly [string, string, string])[] = [];
  const named: (string | undefined)[] = [];
  let before = one.held();
  for (let n = 1; n <= DAYS; n++) {
    const yesterday = one.bind({ now: dayAt(n - 1) }).grounds;
    const after = one.held({ now: dayAt(n) });
    if (after !== before) {
      changes.push([dayAt(n), before, after]);
      named.push(nextChange(yesterday, dayAt(n - 1)));
    }
    before = after;
  }
  return { changes, named };
}
