import { describe, expect, test } from "vitest";
import { decide, type Grounds } from "../../src/core/deciding/decide.ts";
import { mergeFacts } from "../../src/core/facts/facts.ts";
import type { Claim, Part } from "../../src/core/item.ts";
import type { Standing } from "../../src/core/partner.ts";
import type { Verdict } from "../../src/core/deciding/verdict.ts";
import type { CompiledPack } from "../../src/policy/compile-pack.ts";
import { loadPack } from "../support/packs.ts";

// What a case file cannot say: labels printed on parts, labels that were not understood, and two
// packs at once.

const cti = await loadPack("cti-community");
const wiv = await loadPack("nl-wiv");

describe("CT-10, on labels printed on parts", () => {
  test("is silent where all parts carry the same label", () => {
    const verdict = share([part("a", "green"), part("b", "green")]);
    expect(outcomeAndPaths(verdict)).toEqual(["release", ""]);
    expect(firing(verdict)).not.toContain("CT-10");
  });

  test("has the strictest label attached where parts carry different ones, or the item split", () => {
    const verdict = share([part("a", "clear"), part("b", "green")]);
    expect(outcomeAndPaths(verdict)).toEqual([
      "release-with-caveats",
      "attach:tlp",
      "sanitise:split-by-label",
    ]);
    expect(firing(verdict)).toContain("CT-10");
  });

  test("counts a part without a label as the strictest reading of it", () => {
    const verdict = share([part("a", "green"), part("b")]);
    expect(verdict.outcome).toBe("hold");
    expect(firing(verdict)).toEqual(expect.arrayContaining(["CT-07", "CT-10"]));
  });
});

describe("a label that was not understood", () => {
  test("reads as RED under TLP, so not even the recipient's own organisation has it", () => {
    const verdict = share([part("a", "unreadable")], { audience: "own-organisation" });
    expect(verdict.outcome).toBe("hold");
    expect(firing(verdict)).toContain("CT-07");
    expect(open(verdict)).toEqual(["CT-06"]);
  });

  test("reads as RED under PAP, so a look-up is too much", () => {
    const items = [
      { ...part("a", "clear"), claims: [claim("tlp", "clear"), claim("pap", "unreadable")] },
    ];
    const verdict = share(items, {}, { intendedAction: "third-party-lookup" });
    expect(firing(verdict)).toContain("CT-08");
  });

  test("reads as top secret where it is a classification", () => {
    const items = [
      {
        ...part("a", "clear"),
        claims: [claim("tlp", "clear"), claim("classification", "unreadable")],
      },
    ];
    expect(firing(share(items))).toContain("CT-13");
  });
});

describe("CT-13, beside a pack that decides about classification", () => {
  const classified = [
    {
      ...part("a", "clear"),
      claims: [
        claim("tlp", "clear"),
        claim("classification", "secret"),
        claim("classificationLabels", "NL:Stg. GEHEIM"),
      ],
    },
  ];

  test("leaves the question to that pack, which answers it", () => {
    const verdict = share(classified, { kind: "service" }, {}, [cti, wiv]);
    expect(firing(verdict)).toContain("NL-17");
    expect(firing(verdict)).not.toContain("CT-13");
  });

  test("still speaks for a recipient whom that pack does not cover", () => {
    const services: CompiledPack = { ...wiv, covers: ["service"] };
    const verdict = share(classified, { kind: "community" }, {}, [cti, services]);
    expect(firing(verdict)).toContain("CT-13");
    expect(verdict.outcome).toBe("withhold");
  });
});

const RECIPIENT: Standing = {
  id: "partner",
  name: "A member of the community",
  kind: "community",
  audience: "community",
  ids: ["partner"],
  relation: false,
  lawEnforcement: false,
  experiences: [],
  watch: [],
};

function share(
  parts: readonly Part[],
  partner: Partial<Standing> = {},
  request: Partial<Grounds["request"]> = {},
  packs = [cti],
): Verdict {
  const stated = [claim("personal", false), claim("originatorsKnown", true)].map((one) => ({
    ...one,
    statedBy: "officer",
  }));
  const { sheet, notes } = mergeFacts(parts, stated);
  const member = { ...RECIPIENT, ...partner };
  const grounds: Grounds = {
    item: "an item",
    facts: sheet,
    notes,
    own: { id: "own", name: "Our CSIRT", country: "NL", ids: ["own"] },
    recipient: { id: member.id, name: member.name, members: [member] },
    request: { mode: "release", purpose: "defend networks", requester: "officer", ...request },
    performed: [],
    people: [],
    equivalences: [],
    now: "2026-04-02",
  };
  return decide(grounds, packs);
}

function part(id: string, tlp?: string): Part {
  const claims = tlp === undefined ? [] : [claim("tlp", tlp)];
  return {
    id,
    type: "indicator",
    place: `/objects/${id}`,
    claims: [...claims, claim("originators", "source")],
  };
}

function claim(fact: Claim["fact"], value: string | boolean): Claim {
  return { fact, value, place: "", says: "for the test" };
}

function firing({ reasons }: Verdict): readonly string[] {
  return reasons.filter((one) => one.effect === "forbid").map((one) => one.rule);
}

function open({ reasons }: Verdict): readonly string[] {
  return reasons.filter((one) => one.effect === "permit" && one.open).map((one) => one.rule);
}

function outcomeAndPaths({ outcome, paths }: Verdict): readonly string[] {
  return [outcome, ...paths.map((path) => path.measures.join(" + "))];
}
