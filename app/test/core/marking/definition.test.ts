import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/core/item.ts";
import { PAP_LEVELS, TLP_LEVELS, UNREADABLE } from "../../../src/core/facts/fact.ts";
import {
  readMarkingDefinition,
  readMarkingReference,
} from "../../../src/core/marking/definition.ts";
import { papContradiction, papOfLabel, papOfMarkingId } from "../../../src/core/marking/pap.ts";
import { strictest } from "../../../src/core/marking/strictest.ts";
import { tlpContradiction, tlpOfLabel, tlpOfMarkingId } from "../../../src/core/marking/tlp.ts";
import { vectors, written } from "./vectors.ts";

const IDS = vectors("marking-ids.tsv").map(([id = "", expected = ""]) => ({
  id: String(JSON.parse(id)),
  expected,
}));
const DEFINITIONS = vectors("definitions.tsv").map(([json = "", says = "", problem = ""]) => ({
  json,
  says,
  problem,
}));
const WELL_KNOWN = IDS.filter((one) => !one.expected.startsWith("unreadable"));

describe("a marking id without its definition", () => {
  test.each(IDS)("$id", ({ id, expected }) => {
    const read = readMarkingReference(id, undefined);
    expect(written(read.says)).toBe(expected);
    expect(read.problems).toEqual([]);
  });

  test("TLP and PAP ids are not mixed up", () => {
    for (const { id, expected } of WELL_KNOWN) {
      expect(`tlp=${tlpOfMarkingId(id)}` === expected).toBe(papOfMarkingId(id) === undefined);
      expect(`pap=${papOfMarkingId(id)}` === expected).toBe(tlpOfMarkingId(id) === undefined);
    }
  });
});

describe("a marking definition", () => {
  test.each(DEFINITIONS)("$json", ({ json, says, problem }) => {
    const object = parseObject(json);
    const read = readMarkingReference(idOf(object), object);
    expect(written(read.says)).toBe(says);
    expect(read.problems.length > 0 ? "problem" : "-").toBe(problem);
  });

  test("under a well-known id never reads looser than the id alone", () => {
    const definition = fc.constantFrom(...DEFINITIONS.map((one) => parseObject(one.json)));
    fc.assert(
      fc.property(fc.constantFrom(...WELL_KNOWN), definition, ({ id }, object) => {
        const alone = readMarkingReference(id, undefined).says;
        const { says } = readMarkingDefinition(id, { ...object, type: "marking-definition", id });
        for (const [fact, levels] of [
          ["tlp", TLP_LEVELS],
          ["pap", PAP_LEVELS],
        ] as const) {
          const values = (all: typeof says): string[] =>
            all.filter((one) => one.fact === fact).map((one) => one.value);
          const together = strictest(levels, [...values(alone), ...values(says)]);
          expect(strictest(levels, values(says))).toBe(together);
        }
      }),
    );
  });

  test("of any JSON never throws and never says nothing", () => {
    const odd = fc.record(
      {
        type: fc.constantFrom("marking-definition", "indicator"),
        definition_type: fc.oneof(fc.jsonValue(), fc.constantFrom("tlp", "iep", "pap")),
        definition: fc.jsonValue(),
        extensions: fc.oneof(
          fc.jsonValue(),
          fc.dictionary(fc.constantFrom(...EXTENSIONS), fc.jsonValue(), { minKeys: 1 }),
        ),
        x_opencti_definition_type: fc.jsonValue(),
        x_opencti_definition: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(odd, (made) => {
        const object = parseObject(JSON.stringify(made));
        expect(readMarkingDefinition("marking-definition--x", object).says).not.toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("a definition that contradicts its well-known id", () => {
  test("is described in one sentence: the two published cases", () => {
    const id = "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9";
    const atlas = { definition_type: "tlp", definition: { tlp: "clear" }, name: "TLP:CLEAR" };
    const openCti = { definition_type: "TLP", definition: { TLP: "TLP:WHITE" } };
    const sentence =
      "the id means TLP:CLEAR but its definition is not the standard one (tlp: white)";
    expect(tlpContradiction(id, atlas)).toBe(sentence);
    expect(tlpContradiction(id, openCti)).toBe(sentence);
    expect(tlpContradiction(id, { definition_type: "tlp", definition: { tlp: "white" } })).toBe(
      undefined,
    );
  });

  test("names the other level", () => {
    const id = "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed";
    const white = { definition_type: "tlp", definition: { tlp: "white" } };
    expect(tlpContradiction(id, white)).toBe(
      "the id means TLP:RED but its definition says TLP:CLEAR",
    );
    expect(tlpContradiction("marking-definition--x", white)).toBe(undefined);
    expect(papContradiction(id, white)).toBe(undefined);
    expect(tlpContradiction(id, "white")).toContain("is not an object");
  });
});

test("a label outside the TLP has no TLP level", () => {
  expect(tlpOfLabel("PAP:RED")).toBe(undefined);
  expect(papOfLabel("PAP:RED")).toBe("red");
  expect(papOfLabel("TLP:RED")).toBe(undefined);
  expect(tlpOfLabel("tlp: White")).toBe("clear");
  expect(tlpOfLabel("TLP:MAUVE")).toBe(UNREADABLE);
});

const EXTENSIONS = [
  "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d",
  "extension-definition--f8d78575-edfd-406e-8e84-6162a8450f5b",
  "extension-definition--762e2e97-ee51-43e5-a9ea-165fbb862c4a",
  "extension-definition--3a65884d-005a-4290-8335-cb2d778a83ce",
  "extension-definition--dff17fb3-edcb-4f99-ad1b-4b751c95738a",
];

function idOf({ id }: JsonObject): string {
  return typeof id === "string" ? id : "";
}

function parseObject(json: string): JsonObject {
  const value: JsonObject = JSON.parse(json);
  return value;
}
