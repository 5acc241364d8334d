import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { decide } from "../../src/core/deciding/decide.ts";
import { CRITERIA, type Finding, type WeightingNote } from "../../src/core/partner.ts";
import { GRAVE_HARMS } from "../../src/core/request.ts";
import type { Verdict } from "../../src/core/deciding/verdict.ts";
import type { CompiledPack } from "../../src/policy/compile-pack.ts";
import { loadPack } from "../support/packs.ts";
import {
  approval,
  COMPLETE,
  everyHarm,
  groundsWith,
  NOW,
  PARTNER,
  PERSON,
  URGENT,
} from "../support/plain.ts";

/** The design's list of what must never happen: harm to persons, and the weighing of a partner. */
let wiv: CompiledPack;
beforeAll(async () => {
  wiv = await loadPack("nl-wiv");
});

const SIGNED = [approval("head"), approval("minister")];

describe("5. urgency lowers a risk level, or lifts the ban on torture or killing", () => {
  test.each(GRAVE_HARMS)(
    "never: known %s stops it, whoever signs and however urgent it is",
    (harm) => {
      const verdict = decide(
        groundsWith({
          request: { ...URGENT, risk: { [harm]: "known-or-believed" } },
          performed: [...COMPLETE, ...SIGNED],
        }),
        [wiv],
      );
      expect([verdict.outcome, verdict.paths]).toEqual(["withhold", []]);
      expect(verdict.reasons).toContainEqual(
        expect.objectContaining({ rule: "NL-13", met: false, open: false }),
      );
    },
  );

  test("never: an urgent reason leaves a real risk a real risk", () => {
    const risk = { risk: { torture: "real" } } as const;
    const calm = decide(groundsWith({ facts: PERSON, request: risk }), [wiv]);
    const urgent = decide(groundsWith({ facts: PERSON, request: { ...risk, ...URGENT } }), [wiv]);
    expect(asked(urgent, "NL-13b")).toEqual(asked(calm, "NL-13b"));
    expect(asked(urgent, "NL-13b")).toContain("context.risk.real = true");
  });
});

describe("6. a mitigation is folded into the risk before mitigation", () => {
  test("never: an assurance, a limit or a sanitising answers the risk and leaves it real", () => {
    const done = ["assure:written", "attach:use-limit", "sanitise:person"].map((measure) => ({
      measure,
      by: "partner",
      on: "2026-04-01",
      partner: "partner",
      says: "a letter of 1 April",
    }));
    const verdict = decide(
      groundsWith({
        facts: PERSON,
        request: { risk: everyHarm("real") },
        performed: [...COMPLETE, ...done],
      }),
      [wiv],
    );
    expect(asked(verdict, "NL-13b")).toContain("context.risk.real = true");
  });

  test("never: who asks cannot write the risk below what the note found", () => {
    const note = { ...(PARTNER.note as WeightingNote), harm: "real" as const };
    const change = { facts: PERSON, partner: { note }, request: { risk: everyHarm("below-real") } };
    expect(outcome({ ...change, performed: COMPLETE })).toBe("hold");
  });
});

describe("7. good scores average away bad ones", () => {
  const findings = fc.constantFrom<Finding>("limited", "insufficient", "unknown");

  test("never: one criterion that is not sufficient counts, however good the other four are", () => {
    fc.assert(
      fc.property(fc.constantFrom(...CRITERIA), findings, (criterion, finding) => {
        const note = noteWith(criterion, finding);
        const support = { mode: "support", specialPower: false } as const;
        const verdict = decide(groundsWith({ partner: { note }, request: support }), [wiv]);
        const needsMinister = verdict.paths.every((path) =>
          path.measures.includes("approve:minister"),
        );
        expect([verdict.outcome, needsMinister]).toEqual([
          finding === "unknown" ? "withhold" : "refer",
          true,
        ]);
      }),
    );
  });

  test("never: human rights alone decide about a person", () => {
    const short = (criterion: (typeof CRITERIA)[number]): string =>
      outcome({
        facts: PERSON,
        partner: { note: noteWith(criterion, "insufficient") },
        performed: COMPLETE,
      });
    expect(CRITERIA.map(short)).toEqual(
      CRITERIA.map((name) => (name === "humanRights" ? "hold" : "release")),
    );
  });
});

function outcome(change: Parameters<typeof groundsWith>[0]): string {
  return decide(groundsWith(change), [wiv]).outcome;
}

function asked(verdict: Verdict, rule: string): readonly string[] {
  const reason = verdict.reasons.find((one) => one.rule === rule);
  return (reason?.because ?? []).map(({ fact, value }) => `${fact} = ${String(value)}`);
}

function noteWith(criterion: (typeof CRITERIA)[number], finding: Finding): WeightingNote {
  const note = PARTNER.note as WeightingNote;
  return {
    ...note,
    criteria: { ...note.criteria, [criterion]: { finding, reasons: "reasoned", on: NOW } },
  };
}
