import { createHash } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { coloursFor } from "../../src/cli/print/colour.ts";
import { formatVerdict } from "../../src/cli/print/print-verdict.ts";
import { decide, type Grounds } from "../../src/core/deciding/decide.ts";
import { FACTS, type FactName } from "../../src/core/facts/fact.ts";
import type { Performed } from "../../src/core/measure.ts";
import type { WeightingNote } from "../../src/core/partner.ts";
import type { CompiledPack } from "../../src/policy/compile-pack.ts";
import { takeBytes } from "../../src/formats/bytes.ts";
import { DEFAULT_LIMITS } from "../../src/formats/limits.ts";
import { loadPack } from "../support/packs.ts";
import {
  approval,
  COMPLETE,
  FACTS_STATED,
  groundsWith,
  PARTNER,
  PERSON,
  URGENT,
} from "../support/plain.ts";

/** The design's list of what must never happen, as far as there is code for it. */
let wiv: CompiledPack;
let community: CompiledPack;
beforeAll(async () => {
  wiv = await loadPack("nl-wiv");
  community = await loadPack("cti-community");
});

describe("3. an unknown or unreadable thing counts as permission, an engine error as allow", () => {
  test("never: the case the others are measured against may be released as it is", () => {
    expect(outcome({ performed: COMPLETE })).toBe("release");
  });

  test("never: whatever single fact is taken away, the item fares no better, and most ask for more", () => {
    const worse = Object.keys(FACTS_STATED).filter((fact) => {
      const left = Object.fromEntries(
        Object.entries(FACTS_STATED).filter(([name]) => name !== fact),
      );
      const one = { ...groundsWith({ performed: COMPLETE }), facts: groundsFrom(left) };
      return (
        decide(one, [wiv]).outcome !== "release" || decide(one, [community]).outcome !== "release"
      );
    });
    expect(worse).toEqual(
      expect.arrayContaining([
        "tlp",
        "originators",
        "originatorsKnown",
        "personal",
        "evaluated",
        "bulk",
        "reliabilityStated",
      ]),
    );
  });

  test("never: an item of which nothing is known goes to nobody as it is, under either pack", () => {
    const unknown = { ...groundsWith({ performed: COMPLETE }), facts: groundsFrom({}) };
    expect([wiv, community].map((pack) => decide(unknown, [pack]).outcome)).not.toContain(
      "release",
    );
  });

  test.each(["tlp", "pap", "classification", "iepActions", "distribution"] as const)(
    "never: a %s that was not understood, even beside one that permits everything",
    (fact) => {
      const { facts } = groundsWith({ facts: { tlp: "clear" } });
      const levels = {
        ...facts.levels,
        [fact]: { value: "unreadable", everywhere: true, mixed: false, onItem: true },
      };
      const one: Grounds = { ...groundsWith({ performed: COMPLETE }), facts: { ...facts, levels } };
      expect(decide(one, [wiv, community]).outcome).not.toMatch(/^release/);
    },
  );

  test("never: a risk nobody assessed is a real one", () => {
    const { harm: _, ...note } = PARTNER.note as WeightingNote;
    expect(outcome({ facts: PERSON, partner: { note }, performed: COMPLETE })).toBe("hold");
    expect(outcome({ facts: PERSON, performed: COMPLETE })).toBe("release");
  });

  test("never: an engine that allows with an error is no allow, nor is one that throws", () => {
    const throwing = () => {
      throw new Error("out of bounds");
    };
    for (const authorize of [() => ({ allow: true, errors: ["odd"] }), throwing]) {
      const verdict = decide(groundsWith({ performed: COMPLETE }), [{ ...wiv, authorize }]);
      expect([verdict.outcome, verdict.paths, typeof verdict.alarm]).toEqual([
        "withhold",
        [],
        "string",
      ]);
    }
  });

  test("never: without packs, or to a group of nobody, nothing is allowed", () => {
    const one = groundsWith({ performed: COMPLETE });
    const nobody = { ...one, recipient: { id: "group", name: "Group", members: [] } };
    expect([decide(one, []).outcome, decide(nobody, [wiv]).outcome]).toEqual([
      "withhold",
      "withhold",
    ]);
  });
});

describe("4. an approval counts from someone without authority that day, or from the requester", () => {
  const watched = { watch: [{ topic: "terrorism", because: "quoted in public" }] };
  const signed = (...performed: readonly Performed[]): string =>
    outcome({ partner: watched, performed: [...COMPLETE, ...performed] });

  test("never: the same signatures release when they count, and only then", () => {
    const second = approval("second-assessor");
    expect(signed(approval("head"), second)).toBe("release");
    const wrong: readonly Partial<Performed>[] = [
      { by: "officer" },
      { by: "the-legal" },
      { by: "the-second-assessor" },
      { on: "2024-12-31" },
      { on: "2026-04-03" },
      { expires: "2026-04-01" },
    ];
    expect(wrong.map((change) => signed(approval("head", change), second))).toEqual(
      wrong.map(() => "refer"),
    );
  });

  test("never: what does not count stands in the verdict with the reason", () => {
    const late = approval("head", { on: "2026-04-03" });
    const { performed } = decide(groundsWith({ performed: [late] }), [wiv]);
    expect(performed).toEqual([
      { measure: "approve:head", counts: false, why: "it is dated 2026-04-03, after 2026-04-02" },
    ]);
  });
});

describe("9. the original is changed", () => {
  test("never: the hash is that of the bytes as they came, and the bytes stay as they are", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), async (bytes) => {
        fc.pre(bytes[0] !== 0x1f);
        const before = Uint8Array.from(bytes);
        const read = await takeBytes(bytes, "item", DEFAULT_LIMITS);
        const sha256 = createHash("sha256").update(before).digest("hex");
        expect([read.sha256, read.size, bytes]).toEqual([sha256, before.length, before]);
      }),
    );
  });

  test("never: deciding changes nothing of what it rests on", () => {
    const one = freeze(groundsWith({ facts: PERSON, performed: [...COMPLETE, approval("head")] }));
    const copy = structuredClone(one);
    decide(one, [wiv, community]);
    expect(one).toEqual(copy);
  });
});

describe("12. a proposed rule is shown as law", () => {
  test("never: every reason is printed with the basis its rule has in the pack", () => {
    const bases = new Map(
      [wiv, community].flatMap((pack) =>
        pack.rules.map(({ text }) => [text.rule, text.basis] as const),
      ),
    );
    const one = groundsWith({
      facts: { ...PERSON, tlp: undefined as never },
      partner: { watch: [{ topic: "terrorism", because: "quoted" }] },
    });
    const verdict = decide(one, [wiv, community]);
    const lines = formatVerdict(verdict, plainColours(), true).split("\n");
    const printed = verdict.reasons.map(({ rule }) => {
      const at = lines.findIndex((line) => line.startsWith(`    ${rule} `));
      return [rule, lines[at + 1]?.trim().split(" · ")[0]];
    });
    const words = { law: "LAW", practice: "PRACTICE", proposed: "PROPOSAL, not law" };
    expect(printed).toEqual(
      verdict.reasons.map(({ rule }) => [rule, words[bases.get(rule) ?? "law"]]),
    );
    expect(new Set(verdict.reasons.map((one) => one.basis))).toEqual(
      new Set(["law", "practice", "proposed"]),
    );
  });

  test("never: a duty is printed with its basis too", () => {
    const note = { ...(PARTNER.note as WeightingNote), reviewBy: "2026-04-01" };
    const verdict = decide(groundsWith({ partner: { note }, request: URGENT }), [wiv]);
    expect(formatVerdict(verdict, plainColours())).toMatch(
      /review date has passed \[NL-04b, proposed\]/,
    );
  });
});

function outcome(change: Parameters<typeof groundsWith>[0]): string {
  return decide(groundsWith(change), [wiv]).outcome;
}

function groundsFrom(facts: Partial<Record<FactName, string | boolean | readonly string[]>>) {
  const none = Object.fromEntries(Object.keys(FACTS).map((fact) => [fact, undefined]));
  const stated = { ...none, ...facts };
  return groundsWith({ facts: stated as never }).facts;
}

function plainColours() {
  return coloursFor({ env: {}, output: { isTTY: false } } as never);
}

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) Object.values(value).forEach(freeze);
  return Object.freeze(value);
}
