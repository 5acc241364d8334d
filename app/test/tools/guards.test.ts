import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

import { CHECKS } from "../../../tools/checks.ts";
import { hasBitten, type Plant } from "../../../tools/guards/plant.ts";
import { PLANTS } from "../../../tools/guards/plants.ts";
import { findTraces } from "../../../tools/guards/traces.ts";

const plant: Plant = {
  wall: "core has no clock",
  check: "lint",
  file: "app/src/core/planted.ts",
  text: "",
  says: "no-restricted-globals",
};

describe("a guard has bitten", () => {
  test("when it failed and names the file and the rule on one line", () => {
    const output = "app/src/core/planted.ts:1:2: no clock [Error/eslint(no-restricted-globals)]";
    expect(hasBitten(plant, { code: 1, output })).toBe(true);
  });

  test.each([
    ["it ended well", 0, "app/src/core/planted.ts:1:2: [no-restricted-globals]"],
    ["it failed for another file", 1, "app/src/core/other.ts:1:2: [no-restricted-globals]"],
    ["it failed for another rule", 1, "app/src/core/planted.ts:1:2: [no-explicit-any]"],
    ["file and rule are on two lines", 1, "app/src/core/planted.ts\nno-restricted-globals"],
    ["it said nothing", 1, ""],
  ])("but not when %s", (_, code, output) => {
    expect(hasBitten(plant, { code, output })).toBe(false);
  });
});

describe("the plants", () => {
  test("there is at least one for every check", () => {
    expect([...new Set(PLANTS.map(({ check }) => check))].sort()).toEqual([...CHECKS].sort());
  });

  test("no two plants overwrite each other", () => {
    const files = PLANTS.map(({ file }) => file);
    expect(new Set(files).size).toBe(files.length);
  });
});

interface LinterOverride {
  readonly files: readonly string[];
  readonly rules: {
    readonly "no-restricted-imports"?: "off" | ["error", { patterns: { regex: string }[] }];
  };
}

const linter = JSON.parse(
  readFileSync(new URL("../../../.oxlintrc.json", import.meta.url), "utf8"),
) as { readonly overrides: readonly LinterOverride[] };

/** Each pattern of each wall in the linter's configuration, with the others of the same wall. */
const patterns = linter.overrides.flatMap(({ files, rules }) => {
  const rule = rules["no-restricted-imports"];
  const regexes = Array.isArray(rule) ? rule[1].patterns.map(({ regex }) => new RegExp(regex)) : [];
  const folder = String(files[0]).replace("**/*.ts", "");
  return regexes.map((regex) => ({ folder, regex, others: regexes.filter((r) => r !== regex) }));
});

describe("the linter's walls", () => {
  test("there are walls to look at", () => {
    expect(patterns.length).toBeGreaterThan(20);
  });

  test.each(patterns)("$folder needs $regex: a plant is found by it alone", (wall) => {
    const found = PLANTS.filter(({ file, text }) => {
      const specifier = /(?:from|import\()\s*"([^"]+)"/.exec(text)?.[1] ?? "";
      const here = file.startsWith(wall.folder) && wall.regex.test(specifier);
      return here && !wall.others.some((other) => other.test(specifier));
    });
    expect(found.map(({ file }) => file)).not.toEqual([]);
  });
});

describe("findTraces", () => {
  const path = (...words: string[]): string => ["", ...words].join("/");

  test.each([
    ["a registry host", `"resolved": "https://${["registry", "npmjs", "org"].join(".")}/zod"`],
    ["a home folder", `see ${path("home", "someone", "notes.md")}`],
    ["root's home folder", `cat ${path("root", ".npmrc")}`],
    ["a file URL", `file://${path("Users", "someone")}`],
    ["a Windows home folder", ["C:", "Users", "someone"].join("\\")],
    ["a rule switched off", `// ${["oxlint", "disable"].join("-")}-next-line`],
  ])("finds %s", (_, line) => {
    expect(findTraces(`first\n${line}\nlast`).map((trace) => trace.line)).toEqual([2]);
  });

  test.each([
    "https://example.org/home/index.html",
    "app/test/work/item.json",
    "taxii2/root/collections/",
    "the roots / the work",
  ])("leaves %j alone", (line) => {
    expect(findTraces(line)).toEqual([]);
  });
});
