import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { dutiesOf, type Duty } from "../../../src/core/casework/duty.ts";
import type { Pack } from "../../../src/core/pack.ts";
import { loadPack } from "../../support/packs.ts";
import { opening, PlainCase, REASONS, SAYS } from "./support/plain-case.ts";
import { dayAt, REQUESTS, SHEETS, START } from "./support/world.ts";

let wiv: Pack;
beforeAll(async () => {
  wiv = await loadPack("nl-wiv");
});

const NOTIFY = "nl-wiv NL-07 calm";

function rawCase(): PlainCase {
  return new PlainCase([wiv], { facts: SHEETS.raw })
    .take("olga", opening(["calm"]), ...REASONS)
    .take("omar", { kind: "state", measure: "assess:unevaluated-risk", says: SAYS });
}

function duties(one: PlainCase, earlier: readonly Duty[] = [], now = START): readonly Duty[] {
  return dutiesOf(one.state, one.verdicts({ now }), earlier, now);
}

describe("a duty", () => {
  test("to report a permission falls due when it was given, at once, and not before", () => {
    expect(duties(rawCase())).toEqual([]);
    expect(duties(rawCase().sign("mia", "minister"))).toEqual([
      {
        id: NOTIFY,
        says: "notify CTIVD at once when the permission is signed or renewed, used or not",
        basis: "law",
        due: START,
        done: false,
        overdue: false,
        escalatesTo: "head",
      },
    ]);
  });

  test("keeps the day it was due, comes before the head the day after, and ends when it is done", () => {
    const one = rawCase().sign("mia", "minister");
    const first = duties(one);
    const [later] = duties(one, first, dayAt(1));
    expect(later).toMatchObject({ due: START, overdue: true, escalatesTo: "head" });
    one.take("omar", { kind: "review", duty: NOTIFY, says: SAYS });
    expect(duties(one, first, dayAt(1))[0]).toMatchObject({ done: true, overdue: false });
  });

  test("stays though nothing asks for it any more: the request changed, the case was withdrawn", () => {
    const one = rawCase().sign("mia", "minister");
    const first = duties(one);
    one.take("olga", { kind: "amend", recipients: ["watched"], request: one.state.request });
    expect(duties(one, first).map(({ id }) => id)).toContain(NOTIFY);
    one.take("olga", { kind: "withdraw", says: SAYS });
    expect(dutiesOf(one.state, [], first, dayAt(30))).toMatchObject([
      { id: NOTIFY, overdue: true },
    ]);
  });

  test("of an urgent case is its review, due three days after it became urgent, by somebody else", () => {
    const [, urgent] = REQUESTS;
    const one = new PlainCase([wiv]).take("olga", opening(["calm"]), ...REASONS);
    expect(duties(one)).toEqual([]);
    one.take("olga", { kind: "amend", recipients: ["calm"], request: urgent ?? one.state.request });
    expect(duties(one, [], dayAt(2))).toMatchObject([
      { id: "after-review", basis: "proposed", due: dayAt(5), done: false },
    ]);
    const review = { kind: "review", duty: "after-review", says: SAYS } as const;
    expect(one.objection("olga", review)).toMatch(/somebody else/);
    expect(duties(one.take("omar", review), [], dayAt(2))[0]?.done).toBe(true);
  });

  test("towards an originator ends with its answer about this partner, or with going on without it", () => {
    const asked = {
      kind: "ask-consent",
      originator: "linde",
      scope: "all",
      due: dayAt(4),
    } as const;
    const given = {
      kind: "consent",
      originator: "linde",
      purpose: "warn",
      scope: "all",
      evidence: "letter 12",
    } as const;
    const one = new PlainCase([wiv], { facts: SHEETS.received })
      .take("olga", opening(["calm", "watched"]))
      .take("olga", { ...asked, partner: "calm" }, { ...asked, partner: "watched" })
      .take("olga", { ...given, partner: "calm" });
    expect(duties(one, [], dayAt(5)).map(({ done, overdue }) => [done, overdue])).toEqual([
      [true, false],
      [false, true],
    ]);
    const [, second] = duties(one);
    one.take("omar", { kind: "review", duty: second?.id ?? "", says: SAYS });
    expect(duties(one).map(({ done }) => done)).toEqual([true, true]);
    one.take("olga", { ...asked, partner: "calm" });
    expect(duties(one).map(({ done }) => done)).toEqual([true, true, false]);
  });

  test("has another id wherever rule, partner or pack is another, blanks in names or not", () => {
    const verdict = (pack: string, rule: string, partner: string) => ({
      ...new PlainCase([wiv]).take("olga", opening(["calm"])).verdicts()[0],
      partner,
      tasks: [{ pack, rule, task: "do something", basis: "law" }],
    });
    const { state } = new PlainCase([wiv]).take("olga", opening(["calm"]));
    const verdicts = [
      verdict("a", "b c", "d"),
      verdict("a b", "c", "d"),
      verdict("a", "b", "c%20d"),
    ];
    const ids = dutiesOf(state, verdicts as never, [], START).map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
  });

  test("has the basis that its rule has: a proposal is never shown as law", () => {
    const one = rawCase().sign("mia", "minister");
    const [verdict] = one.verdicts();
    const tasks = (["law", "practice", "proposed"] as const).map((basis) => ({
      pack: "p",
      rule: `R-${basis}`,
      task: "write it down",
      basis,
    }));
    const found = dutiesOf(one.state, [{ ...verdict, tasks } as never], [], START);
    expect(found.map(({ id, basis }) => [id, basis])).toEqual([
      ["p R-law calm", "law"],
      ["p R-practice calm", "practice"],
      ["p R-proposed calm", "proposed"],
    ]);
    const kept = dutiesOf(one.state, [], found, START);
    expect(kept.map(({ basis }) => basis)).toEqual(found.map(({ basis }) => basis));
  });

  test("is never lost, whatever verdicts come and go, and its day never moves", () => {
    const one = rawCase().sign("mia", "minister");
    const [verdict] = one.verdicts();
    if (verdict === undefined) throw new Error("there is a verdict");
    const tasks = fc.subarray(["R1", "R2", "R3 at-once", "R4 approval"]);
    fc.assert(
      fc.property(fc.array(tasks, { minLength: 1, maxLength: 8 }), (days) => {
        let known: readonly Duty[] = [];
        const first = new Map<string, string>();
        for (const [n, rules] of days.entries()) {
          const now = dayAt(n);
          const asked = rules.map((rule) => ({
            pack: "p",
            rule,
            task: rule,
            basis: "law" as const,
            ...(rule === "R3 at-once" ? { due: "at-once" as const } : {}),
            ...(rule === "R4 approval" ? { after: "approval" as const } : {}),
          }));
          known = dutiesOf(one.state, [{ ...verdict, tasks: asked }], known, now);
          for (const { id, due } of known) first.set(id, first.get(id) ?? due);
          expect(new Map(known.map(({ id, due }) => [id, due]))).toEqual(first);
        }
        expect(known.length).toBe(new Set(days.flat()).size);
      }),
    );
  });
});
