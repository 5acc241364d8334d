import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isDay } from "../../../src/core/day.ts";
import { parseClassification } from "../../../src/core/marking/classification.ts";
import {
  equivalentLabel,
  withinCeiling,
  type Equivalence,
} from "../../../src/core/marking/equivalence.ts";
import { EQUIVALENCES } from "../../../src/core/marking/equivalence-table.ts";
import { vectors } from "./vectors.ts";

const EQUAL = vectors("equivalence.tsv").map(
  ([label = "", system = "", on = "", expected = ""]) => ({
    label: String(JSON.parse(label)),
    system,
    on,
    expected,
  }),
);
const CEILINGS = vectors("ceilings.tsv").map(
  ([labels = "", ceiling = "", on = "", expected = ""]) => ({
    labels,
    ceiling,
    on,
    expected,
  }),
);

describe("an equivalent label", () => {
  test.each(EQUAL)(
    "of $label in $system on $on is $expected",
    ({ label, system, on, expected }) => {
      expect(equivalentLabel(label, system, on, EQUIVALENCES)?.label ?? "-").toBe(expected);
    },
  );

  test("comes with the agreement that makes it so", () => {
    const found = equivalentLabel("FR:CONFIDENTIEL DEFENSE", "EU", "2026-11-26", EQUIVALENCES);
    expect(found?.agreement).toContain("2021/1075");
  });

  test("is the most restrictive one when agreements disagree, in any order", () => {
    const row = (to: string): Equivalence => ({
      from: "NL:Stg. GEHEIM",
      to,
      agreement: `to ${to}`,
      validFrom: "2020-01-01",
    });
    const table = [row("BE:SECRET/GEHEIM"), row("BE:TRES SECRET/ZEER GEHEIM")];
    for (const rows of [table, table.toReversed()]) {
      expect(equivalentLabel("NL:Stg. GEHEIM", "BE", "2026-01-01", rows)?.label).toBe(
        "BE:TRES SECRET/ZEER GEHEIM",
      );
    }
  });

  test("runs one way only", () => {
    const oneWay: Equivalence = {
      from: "UK:OFFICIAL-SENSITIVE",
      to: "NL:Dep. VERTROUWELIJK",
      agreement: "an agreement",
      validFrom: "2020-01-01",
    };
    expect(equivalentLabel(oneWay.from, "NL", "2026-01-01", [oneWay])?.label).toBe(oneWay.to);
    expect(equivalentLabel(oneWay.to, "UK", "2026-01-01", [oneWay])).toBe(undefined);
  });
});

describe("the ceiling of a partner", () => {
  test.each(CEILINGS)(
    "$labels is $expected $ceiling on $on",
    ({ labels, ceiling, on, expected }) => {
      const { within, because } = withinCeiling(
        parseList(labels),
        toCeiling(ceiling),
        on,
        EQUIVALENCES,
      );
      expect(within ? "within" : "above").toBe(expected);
      expect(because).not.toBe("");
    },
  );

  test("names the missing equivalence", () => {
    const { because } = withinCeiling(
      ["NL:Stg. GEHEIM"],
      { system: "BE", label: "SECRET/GEHEIM" },
      "2026-11-26",
      EQUIVALENCES,
    );
    expect(because).toBe("no equivalence of NL:Stg. GEHEIM in BE on 2026-11-26");
  });

  test("a label that is added never brings an item within it", () => {
    const label = fc.constantFrom(...EQUAL.map((one) => one.label), "US:UNCLASSIFIED");
    const ceiling = fc.constantFrom(...CEILINGS.map((one) => toCeiling(one.ceiling)));
    const on = fc.constantFrom(...EQUAL.map((one) => one.on));
    fc.assert(
      fc.property(
        fc.array(label, { minLength: 1 }),
        label,
        ceiling,
        on,
        (labels, extra, top, day) => {
          const before = withinCeiling(labels, top, day, EQUIVALENCES).within;
          const after = withinCeiling([...labels, extra], top, day, EQUIVALENCES).within;
          expect(before || !after).toBe(true);
        },
      ),
    );
  });

  test("an equivalence that is taken away never brings an item within it", () => {
    const rows = fc.subarray([...EQUIVALENCES]);
    fc.assert(
      fc.property(rows, fc.constantFrom(...CEILINGS), (table, { labels, ceiling, on }) => {
        const [list, top] = [parseList(labels), toCeiling(ceiling)];
        const all = withinCeiling(list, top, on, EQUIVALENCES).within;
        expect(all || !withinCeiling(list, top, on, table).within).toBe(true);
      }),
    );
  });
});

test("every row of the table names two known labels, an agreement and days that exist", () => {
  for (const { from, to, agreement, validFrom, validUntil } of EQUIVALENCES) {
    expect([from, to].map((label) => written(label))).toEqual([from, to]);
    expect(agreement).not.toBe("");
    expect(isDay(validFrom)).toBe(true);
    expect(validUntil === undefined || (isDay(validUntil) && validFrom <= validUntil)).toBe(true);
  }
});

function written(label: string): string {
  const found = parseClassification(label);
  return found === undefined ? "unknown" : `${found.system}:${found.label}`;
}

function toCeiling(text: string): { system: string; label: string } {
  const colon = text.indexOf(":");
  return { system: text.slice(0, colon), label: text.slice(colon + 1) };
}

function parseList(json: string): string[] {
  const list: unknown = JSON.parse(json);
  return Array.isArray(list) ? list.map(String) : [];
}
