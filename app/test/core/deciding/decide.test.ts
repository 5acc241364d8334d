import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { decide, type Grounds } from "../../../src/core/deciding/decide.ts";
import { FACTS, isFactName, UNREADABLE } from "../../../src/core/facts/fact.ts";
import { mergeFacts } from "../../../src/core/facts/facts.ts";
import type { Claim } from "../../../src/core/item.ts";
import { judge } from "../../../src/core/deciding/judge.ts";
import { ask } from "../../../src/core/deciding/decide.ts";
import { toSets } from "../../../src/core/measure.ts";
import type { Pack } from "../../../src/core/pack.ts";
import { OUTCOMES, type Outcome, type Verdict } from "../../../src/core/deciding/verdict.ts";
import type { CompiledPack } from "../../../src/policy/compile-pack.ts";
import {
  claims,
  experiences,
  FLAGS,
  grounds,
  requests,
  standings,
  toGrounds,
} from "../../support/arbitrary.ts";
import { hopefulGrounds } from "../../support/hopeful.ts";
import { loadPack } from "../../support/packs.ts";

let packs: readonly CompiledPack[];
const RUNS = 150;

beforeAll(async () => {
  packs = [await loadPack("nl-wiv"), await loadPack("cti-community")];
});

describe("every path", () => {
  test("is allowed by Cedar as a whole, and denied with any one measure removed", () => {
    fc.assert(
      fc.property(hopefulGrounds, (one) => {
        const verdict = decide(one, packs);
        expect(verdict.alarm).toBeUndefined();
        for (const path of verdict.paths) {
          expect(cedarAllows(one, path.measures)).toBe(true);
          for (const left of path.measures) {
            const fewer = path.measures.filter((measure) => measure !== left);
            expect(cedarAllows(one, fewer)).toBe(false);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  test("is found: when no path is shown no set of measures is allowed", () => {
    fc.assert(
      fc.property(hopefulGrounds, (one) => {
        const verdict = decide(one, packs);
        const asked = ask(one, packs) ?? [];
        const everything = asked.flatMap(({ pack, question }) => [
          ...pack.measureNames.filter((name) => !name.endsWith(":*")),
          ...question.resource.sources.map((source) => `consent:${source}`),
        ]);
        fc.pre(asked.length > 0);
        expect(cedarAllows(one, everything)).toBe(verdict.paths.length > 0);
      }),
      { numRuns: 40 },
    );
  });

  test("is no superset of another", () => {
    fc.assert(
      fc.property(hopefulGrounds, (one) => {
        const paths = decide(one, packs).paths.map((path) => new Set(path.measures));
        const supersets = paths.filter((a) =>
          paths.some((b) => a !== b && [...b].every((measure) => a.has(measure))),
        );
        expect(supersets).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

describe("the outcome", () => {
  test("is never worse with more measures", () => {
    fc.assert(
      fc.property(
        hopefulGrounds,
        fc.array(fc.nat(), { minLength: 6, maxLength: 12 }),
        (one, picks) => {
          const asked = ask(one, packs) ?? [];
          fc.pre(asked.length > 0);
          const known = asked
            .flatMap(({ pack }) => pack.measureNames)
            .filter((n) => !n.endsWith("*"));
          const more = picks.map((n) => known[n % known.length] ?? "");
          const few = more.slice(0, 3);
          expect(rank(judge(asked, more).outcome)).toBeLessThanOrEqual(
            rank(judge(asked, few).outcome),
          );
        },
      ),
      { numRuns: RUNS },
    );
  });

  test("is never better with a stricter marking", () => {
    const levels = Object.keys(FACTS)
      .filter(isFactName)
      .filter((fact) => FACTS[fact].kind === "level");
    const stricter = fc
      .constantFrom(...levels)
      .chain((fact) => {
        const spec = FACTS[fact];
        const values = spec.kind === "level" ? spec.levels : [];
        return fc.constantFrom(...values, UNREADABLE).map((value) => ({ fact, value }));
      })
      .map(({ fact, value }): Claim => ({ fact, value, place: "", says: "" }));
    fc.assert(
      fc.property(claims, stricter, standings, requests, (list, extra, standing, request) => {
        fc.pre(list.some((one) => one.fact === extra.fact));
        expectNoBetter(
          toGrounds(sheet(list), standing, request),
          toGrounds(sheet([...list, extra]), standing, request),
        );
      }),
      { numRuns: RUNS },
    );
  });

  test("is never better with one more open experience", () => {
    fc.assert(
      fc.property(claims, standings, requests, experiences, (list, standing, request, extra) => {
        const worse = { ...standing, experiences: [...standing.experiences, extra] };
        expectNoBetter(
          toGrounds(sheet(list), standing, request),
          toGrounds(sheet(list), worse, request),
        );
      }),
      { numRuns: RUNS },
    );
  });

  test("is never better when a fact becomes unknown", () => {
    fc.assert(
      fc.property(
        claims,
        standings,
        requests,
        fc.constantFrom(...FLAGS),
        (list, standing, request, [fact]) => {
          const less = list.filter((one) => one.fact !== fact);
          expectNoBetter(
            toGrounds(sheet(list), standing, request),
            toGrounds(sheet(less), standing, request),
          );
        },
      ),
      { numRuns: RUNS },
    );
  });

  test("is never better with one more finding, originator, topic or country", () => {
    const added = fc.constantFrom<Pick<Claim, "fact" | "value">>(
      { fact: "tainted", value: true },
      { fact: "revokedBySource", value: true },
      { fact: "wrongData", value: true },
      { fact: "needlessHealthData", value: true },
      { fact: "originators", value: "elm" },
      { fact: "attributedTo", value: "RU" },
      { fact: "concerns", value: "RU" },
      { fact: "dissemination", value: "orcon" },
      { fact: "unreadableMarkings", value: "TLP:PURPLE" },
      { fact: "releasableTo", value: "BE" },
    );
    fc.assert(
      fc.property(claims, standings, requests, added, (list, standing, request, extra) => {
        fc.pre(extra.fact !== "originators" || list.some((one) => one.fact === "originators"));
        expectNoBetter(
          toGrounds(sheet(list), standing, request),
          toGrounds(sheet([...list, { ...extra, place: "", says: "" }]), standing, request),
        );
      }),
      { numRuns: RUNS },
    );
  });

  test("does not depend on the order of anything", () => {
    fc.assert(
      fc.property(claims, standings, requests, (list, standing, request) => {
        const turned: Grounds = toGrounds(
          sheet(list.toReversed()),
          {
            ...standing,
            experiences: standing.experiences.toReversed(),
            watch: standing.watch.toReversed(),
          },
          request,
        );
        const there = decide(toGrounds(sheet(list), standing, request), packs);
        const back = decide(turned, packs.toReversed());
        expect(essence(back)).toEqual(essence(there));
      }),
      { numRuns: RUNS },
    );
  });

  test("is no better under two packs than under either alone", () => {
    fc.assert(
      fc.property(grounds, (one) => {
        const both = rank(decide(one, packs).outcome);
        for (const pack of packs) {
          const asked = (ask(one, packs) ?? []).filter((each) => each.pack === pack);
          const alone = asked.length === 0 ? 0 : rank(judge(asked, []).outcome);
          expect(both).toBeGreaterThanOrEqual(alone);
        }
      }),
      { numRuns: RUNS },
    );
  });

  test("for a group is no better than for its worst member", () => {
    fc.assert(
      fc.property(claims, standings, standings, requests, (list, a, b, request) => {
        const members = [a, { ...b, id: "second", ids: ["second"] }];
        const alone = members.map((m) =>
          rank(decide(toGrounds(sheet(list), m, request), packs).outcome),
        );
        const together: Grounds = {
          ...toGrounds(sheet(list), a, request),
          recipient: { id: "group", name: "Group", members },
        };
        expect(rank(decide(together, packs).outcome)).toBeGreaterThanOrEqual(Math.max(...alone));
      }),
      { numRuns: RUNS },
    );
  });
});

describe("an engine", () => {
  const bad = (change: Partial<Pack>): readonly Pack[] =>
    packs.map((pack) => ({ ...pack, ...change }) as Pack);

  test("that throws gives withhold and an alarm", () => {
    fc.assert(
      fc.property(grounds, (one) => {
        fc.pre(ask(one, packs) !== undefined);
        const broken = bad({
          authorize: () => {
            throw new Error("memory access out of bounds");
          },
        });
        const verdict = decide(one, broken);
        expect([verdict.outcome, verdict.alarm]).toEqual([
          "withhold",
          "the engine failed: memory access out of bounds",
        ]);
      }),
      { numRuns: 20 },
    );
  });

  test("that reports an error gives withhold and an alarm, even when it says allow", () => {
    fc.assert(
      fc.property(grounds, (one) => {
        fc.pre(ask(one, packs) !== undefined);
        const verdict = decide(one, bad({ authorize: () => ({ allow: true, errors: ["odd"] }) }));
        expect([verdict.outcome, verdict.paths.length]).toEqual(["withhold", 0]);
        expect(verdict.alarm).toContain("odd");
      }),
      { numRuns: 20 },
    );
  });

  test("that allows what the search found impossible gives an alarm", () => {
    fc.assert(
      fc.property(grounds, (one) => {
        const asked = ask(one, packs);
        fc.pre(asked !== undefined && decide(one, packs).paths.length === 0);
        const verdict = decide(one, bad({ authorize: () => ({ allow: true, errors: [] }) }));
        expect(verdict.outcome).toBe("withhold");
        expect(verdict.alarm).toContain("found to be impossible");
      }),
      { numRuns: 20 },
    );
  });
});

test("a recipient that no active pack covers gets nothing", () => {
  fc.assert(
    fc.property(grounds, (one) => {
      const member = { ...one.recipient.members[0], kind: "organisation" } as const;
      const other = { ...one, recipient: { ...one.recipient, members: [member] } } as Grounds;
      const services = packs.map((pack): Pack => ({ ...pack, covers: ["service"] }));
      const verdict = decide(other, services);
      expect([verdict.outcome, verdict.reasons[0]?.rule]).toEqual(["withhold", "no-pack"]);
    }),
    { numRuns: 20 },
  );
});

function cedarAllows(one: Grounds, measures: readonly string[]): boolean {
  const sets = toSets(measures);
  return (ask(one, packs) ?? []).every(({ pack, question }) => {
    const compiled = packs.find((known) => known.id === pack.id);
    return compiled?.gate.authorize(question, sets).allow === true;
  });
}

function sheet(list: readonly Claim[]) {
  return mergeFacts([], list).sheet;
}

function rank(outcome: Outcome): number {
  return OUTCOMES.indexOf(outcome);
}

function expectNoBetter(before: Grounds, after: Grounds): void {
  expect(rank(decide(after, packs).outcome)).toBeGreaterThanOrEqual(
    rank(decide(before, packs).outcome),
  );
}

function essence(verdict: Verdict) {
  return {
    outcome: verdict.outcome,
    paths: verdict.paths,
    unknown: verdict.unknown,
    rules: verdict.reasons.map((reason) => `${reason.rule} ${String(reason.met)}`).toSorted(),
  };
}
