import { describe, expect, test } from "vitest";
import type { SourceDefault, StatedFacts } from "../../src/core/case.ts";
import { FACTS, isFactName } from "../../src/core/facts/fact.ts";
import { applySourceDefaults, refuseContradictions, toClaims } from "../../src/core/statement.ts";
import { claimOf, partOf } from "../support/plain.ts";

describe("a statement", () => {
  test("gives one claim for each value, each with the field and the person", () => {
    expect(claimsOf({ topics: ["a", "b"], personal: false })).toEqual([
      { fact: "topics", value: "a", place: "item.facts.topics", says: SAYS, statedBy: "officer" },
      { fact: "topics", value: "b", place: "item.facts.topics", says: SAYS, statedBy: "officer" },
      {
        fact: "personal",
        value: false,
        place: "item.facts.personal",
        says: SAYS,
        statedBy: "officer",
      },
    ]);
  });

  test("keeps a list of who may have it as one claim, in order, even when nobody is on it", () => {
    const values = claimsOf({ releasableTo: ["NL", "BE"], sharingGroup: [] }).map((c) => c.value);
    expect(values).toEqual(["BE,NL", ""]);
  });

  test.each([
    [["NL:Stg. GEHEIM"], "secret"],
    [["NL:Dep. VERTROUWELIJK", "NL:Stg. ZEER GEHEIM"], "top-secret"],
    [["XA:HUSH"], "unreadable"],
  ])("of the classification as written, %j, states its level too: %s", (labels, level) => {
    const claims = claimsOf({ classificationLabels: labels });
    expect(claims.filter((c) => c.fact === "classification").map((c) => c.value)).toEqual([level]);
  });
});

describe("statements that cannot all be true are refused", () => {
  test.each<[StatedFacts, StatedFacts, string]>([
    [{ tlp: "red" }, { tlp: "clear" }, "tlp is stated as clear here and as red at a.facts.tlp"],
    [{ personal: true }, { personal: false }, "personal is stated as false here and as true"],
    [{ tainted: true }, { tainted: false }, "tainted is stated as false"],
    [{ lastProcessed: "2026-01-01" }, { lastProcessed: "2026-01-02" }, "lastProcessed is stated"],
    [
      { personal: false },
      { journalist: true },
      "journalist cannot be true while personal is false",
    ],
    [{ identifiesOrLocates: true }, { personal: false }, "cannot be true while personal is false"],
    [{ classificationLabels: ["NL:Stg. GEHEIM"] }, { classification: "none" }, "stated as none"],
  ])("%j and %j", (one, other, says) => {
    const claims = [...claimsOf(one, "a"), ...claimsOf(other, "b")];
    expect(() => refuseContradictions(claims)).toThrow(
      expect.objectContaining({
        code: "contradiction",
        place: expect.stringMatching(/^[ab]\.facts\./),
        message: expect.stringContaining(says),
        remedy: expect.stringMatching(/^state /),
      }),
    );
  });

  test("a level below that of the label as written, in one statement", () => {
    const claims = claimsOf({
      classification: "restricted",
      classificationLabels: ["NL:Stg. GEHEIM"],
    });
    expect(() => refuseContradictions(claims)).toThrow("NL:Stg. GEHEIM at item.facts");
  });

  test.each<StatedFacts>([
    { topics: ["a", "b"], attributedTo: ["RU"], releasableTo: ["NL"] },
    { classification: "secret", classificationLabels: ["NL:Stg. GEHEIM", "NL:Dep. VERTROUWELIJK"] },
    { classification: "secret", classificationLabels: ["XA:HUSH"] },
    { personal: true, journalist: false },
    {},
  ])("but not %j, said twice", (facts) => {
    const claims = [...claimsOf(facts), ...claimsOf(facts)];
    expect(() => refuseContradictions(claims)).not.toThrow();
  });
});

describe("a source default", () => {
  const silent = partOf(claimOf("originators", "linde"));

  test("counts for the parts of its source alone", () => {
    const both = partOf(claimOf("originators", "linde"), claimOf("originators", "elm"));
    const parts = [silent, both, partOf(), partOf(claimOf("originators", "elm"))];
    const added = applySourceDefaults(parts, [defaultOf("linde")]).map((part) =>
      part.claims.filter((claim) => claim.statedBy !== undefined).map((claim) => claim.value),
    );
    expect(added).toEqual([["clear"], [], [], []]);
  });

  test("for every source counts for a part whose source is not named too", () => {
    const [part] = applySourceDefaults([partOf()], [defaultOf("*")]);
    expect(part?.claims).toMatchObject([
      { fact: "tlp", value: "clear", statedBy: "counsel", place: "sourceDefaults[0].facts.tlp" },
    ]);
  });

  test("does not speak where the part itself does, readable or not", () => {
    const marked = partOf(claimOf("tlp", "unreadable"), claimOf("originators", "linde"));
    expect(applySourceDefaults([marked], [defaultOf("linde")])).toEqual([marked]);
  });

  test("leaves the parts as they are, and what it was given unchanged", () => {
    const parts = Object.freeze([Object.freeze(silent)]);
    applySourceDefaults(parts, [defaultOf("linde")]);
    expect(parts).toEqual([partOf(claimOf("originators", "linde"))]);
    expect(applySourceDefaults(parts, [])).toBe(parts);
  });
});

test("every fact can be stated", () => {
  const sample = { level: "red", flag: true, finding: true, latest: "2026-01-01" } as const;
  const stated = Object.entries(FACTS).map(([fact, spec]) => {
    const value = spec.kind === "set" || spec.kind === "lists" ? ["x"] : "2026-01-01";
    return [fact, spec.kind in sample ? sample[spec.kind as "flag"] : value] as const;
  });
  const claims = claimsOf(Object.fromEntries(stated));
  expect(new Set(claims.map((claim) => claim.fact))).toEqual(
    new Set(Object.keys(FACTS).filter(isFactName)),
  );
});

const SAYS = "stated by officer on 2026-04-02";

function claimsOf(facts: StatedFacts, place = "item") {
  return toClaims({ by: "officer", on: "2026-04-02", facts }, place);
}

function defaultOf(source: string): SourceDefault {
  return { source, by: "counsel", on: "2026-01-01", evidence: "letter", facts: { tlp: "clear" } };
}
