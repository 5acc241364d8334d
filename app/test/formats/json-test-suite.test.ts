import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Refusal } from "../../src/core/refusal.ts";
import { parseJson } from "../../src/formats/json/parse.ts";
import { DEFAULT_LIMITS } from "../../src/formats/limits.ts";
import { describeWithData, sharedData } from "../shared-data.ts";

const FOLDER = sharedData("json-test-suite", "test_parsing");

/** Files the suite lets pass and we refuse by name, each for a rule of ours. */
const OUR_RULES = new Map([
  ["y_object_duplicated_key.json", "duplicate-key"],
  ["y_object_duplicated_key_and_value.json", "duplicate-key"],
]);

describeWithData("the public suite of JSON parsing cases", () => {
  const names = readdirSync(FOLDER);
  const starting = (letter: string) => names.filter((name) => name.startsWith(`${letter}_`));

  test("has all its 318 files", () => {
    expect(names).toHaveLength(318);
  });

  test.each(starting("n"))("%s is refused with its place", (name) => {
    const refusal = outcome(name);
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toHaveProperty("place", expect.stringMatching(/:\d+:\d+| at byte \d+/));
  });

  test.each(starting("y").filter((name) => !OUR_RULES.has(name)))("%s is read", (name) => {
    const bytes = readFileSync(sharedData("json-test-suite", "test_parsing", name));
    expect(parseJson(bytes, name, DEFAULT_LIMITS)).toEqual(JSON.parse(bytes.toString("utf8")));
  });

  test.each([...OUR_RULES])("%s is refused by our rule on %s", (name, code) => {
    expect(outcome(name)).toHaveProperty("code", code);
  });

  test.each(starting("i"))("%s is read or refused, nothing else", (name) => {
    expect(outcome(name)).toSatisfy((end) => end === "read" || end instanceof Refusal);
  });

  test.each(["n_structure_100000_opening_arrays.json", "n_structure_open_array_object.json"])(
    "%s is refused for its depth at level 65",
    (name) => {
      const refusal = outcome(name);
      expect(refusal).toHaveProperty("code", "too-deep");
      expect(refusal).toHaveProperty("place", expect.stringMatching(/^[^(]+\((\/[^/]*){64}\)$/));
    },
  );

  test("numbers that do not fit a double are refused, those that lose digits are not", () => {
    expect(outcome("i_number_huge_exp.json")).toHaveProperty("code", "not-json");
    expect(outcome("i_number_too_big_pos_int.json")).toBe("read");
  });
});

function outcome(name: string): unknown {
  try {
    parseJson(
      readFileSync(sharedData("json-test-suite", "test_parsing", name)),
      name,
      DEFAULT_LIMITS,
    );
    return "read";
  } catch (error) {
    return error;
  }
}
