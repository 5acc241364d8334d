import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Act, Mitigation, Step } from "../../../src/core/casework/act.ts";
import { assessmentAfter } from "../../../src/core/casework/assessment.ts";
import { performedIn, requestIn } from "../../../src/core/casework/measures.ts";
import { HARMS, type Harm, type RiskLevel } from "../../../src/core/request.ts";
import { smallPack } from "./support/small-pack.ts";
import { opening, PlainCase, SAYS } from "./support/plain-case.ts";

type Assess = Extract<Step, { kind: "assess" }>;
type Risk = Assess["risk"];

const VISIT: Mitigation = { id: "visit", says: "a visit by our own people", evidence: "letter 14" };
const LIMIT: Mitigation = { id: "limit", says: "a limit on use, signed", evidence: "letter 15" };

function opened(request: Partial<Parameters<typeof requestIn>[0]["request"]> = {}): PlainCase {
  const whole = { mode: "release", purpose: "warn", ...request } as const;
  return new PlainCase([smallPack()]).take("olga", opening(["calm"], { request: whole }));
}

function before(risk: Risk, change: Partial<Assess> = {}): Assess {
  return { kind: "assess", stage: "before", risk, mitigations: [], says: SAYS, ...change };
}

function after(risk: Risk, ...mitigations: readonly Mitigation[]): Assess {
  return { ...before(risk), stage: "after", mitigations };
}

describe("the risk before mitigation", () => {
  test("is what was assessed, and of several assessors the worst", () => {
    const one = opened().take("lea", before({ torture: "below-real", rendition: "real" }));
    one.take("omar", before({ torture: "real", rendition: "below-real" }));
    expect(requestIn(one.state).risk).toEqual({ torture: "real", rendition: "real" });
    one.take("omar", before({ torture: "below-real" }));
    expect(requestIn(one.state).risk).toEqual({ torture: "below-real", rendition: "real" });
  });

  test("stays as it was where the same assessor says nothing about it the next time", () => {
    const one = opened().take("lea", before({ "unfair-trial": "real", torture: "real" }));
    one.take("lea", before({ torture: "below-real" }));
    expect(requestIn(one.state).risk).toEqual({ "unfair-trial": "real", torture: "below-real" });
  });

  test("is raised by what the requester knows, and never lowered by it", () => {
    const risk = { torture: "below-real", rendition: "real" } as const;
    expect(requestIn(opened({ risk }).state).risk).toEqual({ rendition: "real" });
    const one = opened({ risk }).take("lea", before({ torture: "real", rendition: "below-real" }));
    expect(requestIn(one.state).risk).toEqual({ torture: "real", rendition: "real" });
  });

  test("never takes in what was assessed after mitigation", () => {
    const one = opened().take("lea", before({ torture: "real" }));
    const { risk } = requestIn(one.state);
    one.take("lea", after({ torture: "below-real" }, VISIT));
    expect([requestIn(one.state).risk, assessmentAfter(one.state)?.risk]).toEqual([
      risk,
      { torture: "below-real" },
    ]);
  });

  test("is assessed anew once the request has changed: it was the risk of something else", () => {
    const one = opened().take(
      "lea",
      before({ torture: "below-real" }),
      after({ torture: "below-real" }),
    );
    const { recipients, request } = one.state;
    one.take("olga", { kind: "amend", recipients, request });
    expect([requestIn(one.state).risk, assessmentAfter(one.state)]).toEqual([undefined, undefined]);
    expect(performedIn(one.state, []).map(({ superseded }) => superseded)).toEqual([true, true]);
    expect(one.objection("lea", after({ torture: "below-real" }, VISIT))).toMatch(
      /before mitigation first/,
    );
    expect(one.objection("lea", one.signature("legal"))).toMatch(/made an assessment in this case/);
  });

  const levels = fc.constantFrom<RiskLevel>("below-real", "unknown", "real", "known-or-believed");
  const risks = fc.dictionary(fc.constantFrom(...HARMS), levels, {
    minKeys: 1,
  }) as fc.Arbitrary<Risk>;
  const assessments = fc.array(fc.tuple(fc.constantFrom("lea", "omar", "sam"), risks), {
    maxLength: 5,
  });

  test("5. never falls with an urgent reason, another use, a purpose or a person's rank", () => {
    const asked = fc.record({
      urgentWeighty: fc.constantFrom("an attack is expected within hours"),
      use: fc.constantFrom("targeting", "intelligence"),
      purpose: fc.constantFrom("good relations", "a strategic interest of the state"),
    });
    fc.assert(
      fc.property(assessments, risks, asked, (all, risk, change) => {
        const [plain, pressed] = [opened({ risk }), opened({ risk, ...change })];
        for (const [by, one] of all) {
          plain.take(by, before(one));
          pressed.take(by, before(one));
        }
        expect(requestIn(pressed.state).risk).toEqual(requestIn(plain.state).risk);
      }),
    );
  });

  test("never falls because somebody else assesses it too", () => {
    const rank = (level: RiskLevel | undefined): number =>
      ["below-real", "unknown", "real", "known-or-believed"].indexOf(level ?? "");
    fc.assert(
      fc.property(assessments, risks, (all, more) => {
        const one = opened();
        for (const [by, risk] of all) one.take(by, before(risk));
        const was = requestIn(one.state).risk ?? {};
        const is = requestIn(one.take("max", before(more)).state).risk ?? {};
        const lower = HARMS.filter((harm: Harm) => rank(is[harm]) < rank(was[harm]));
        expect(lower).toEqual([]);
      }),
    );
  });
});

describe("a mitigation", () => {
  const assessed = (): PlainCase => opened().take("lea", before({ torture: "real" }));

  test("lowers a risk, each of several once", () => {
    expect(
      assessed().objection("lea", after({ torture: "below-real" }, VISIT, LIMIT)),
    ).toBeUndefined();
  });

  test.each<[string, Assess, string]>([
    [
      "before mitigation",
      before({ torture: "real" }, { mitigations: [VISIT] }),
      "without mitigations",
    ],
    ["twice", after({ torture: "below-real" }, VISIT, VISIT), "visit is counted twice"],
    [
      "twice under two ids, blanks and capitals apart",
      after({ torture: "below-real" }, VISIT, { ...LIMIT, says: " A visit  by our own PEOPLE" }),
      "limit is counted twice",
    ],
    [
      "without evidence",
      after({ torture: "below-real" }, { ...VISIT, evidence: " " }),
      "no evidence",
    ],
    [
      "that says nothing",
      after({ torture: "below-real" }, { ...VISIT, says: "ok" }),
      "says too little",
    ],
  ])("is not counted %s", (_, act, why) => {
    expect(assessed().objection("lea", act)).toContain(why);
  });

  test.each<[string, Risk, string]>([
    [
      "a lower risk",
      { torture: "below-real" },
      "falls from real to below-real without any mitigation",
    ],
    ["a risk nobody assessed before", { rendition: "real" }, "rendition was not assessed before"],
    ["no risk at all", {}, "it names no harm"],
  ])("is needed for anything but the same: not %s", (_, risk, why) => {
    expect(assessed().objection("lea", after(risk))).toContain(why);
  });

  test("is not needed where a risk stays or rises", () => {
    expect(assessed().objection("lea", after({ torture: "real" }))).toBeUndefined();
    expect(assessed().objection("lea", after({ torture: "known-or-believed" }))).toBeUndefined();
  });
});

describe("requester, assessor and approver are three people", () => {
  test("whoever asks does not assess, nor whoever approved", () => {
    const one = opened();
    expect(one.objection("olga", before({ torture: "below-real" }))).toMatch(
      /somebody else assesses/,
    );
    const risk = { kind: "state", measure: "assess:unevaluated-risk", says: SAYS } as const;
    expect(one.objection("olga", risk)).toMatch(/somebody else assesses/);
    one.sign("hank", "head");
    expect(one.objection("hank", risk)).toMatch(/take that back/);
    const [approval] = one.state.approvals;
    one.take("hank", { kind: "retract", act: approval?.id ?? "", says: SAYS });
    expect(one.objection("hank", risk)).toBeUndefined();
  });

  test("and what the requester wrote past the rules does not count", () => {
    const one = opened();
    const act: Act = one.act("olga", {
      kind: "state",
      measure: "assess:unevaluated-risk",
      says: SAYS,
    });
    expect(one.write(act).voids()).toEqual([
      "assess:unevaluated-risk: olga made the request; somebody else assesses the risk",
    ]);
  });
});

test.each([
  "approve:minister",
  "consent:linde",
  "attach:onward-ban",
  "sanitise:person",
  "assure:written",
])("%s is nothing that somebody can state", (measure) => {
  const step = { kind: "state", measure, says: SAYS } as const;
  expect(opened().objection("omar", step)).toBe(`"${measure}" is nothing that can be stated`);
});
