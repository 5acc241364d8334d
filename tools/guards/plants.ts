import type { Plant } from "./plant.ts";
import { WALLS } from "./walls.ts";

/** A rule of the linter. */
function linted(wall: string, file: string, text: string, says: string): Plant {
  return { wall, check: "lint", file, text, says };
}

/** core: same arguments, same answer. */
const PURITY: readonly Plant[] = [
  linted(
    "core has no clock",
    "app/src/core/planted-clock.ts",
    "export const now: number = Date.now();\n",
    "eslint(no-restricted-globals)",
  ),
  linted(
    "core has no clock through globalThis",
    "app/src/core/planted-global.ts",
    "export const now: unknown = globalThis.Date;\n",
    "eslint(no-restricted-globals)",
  ),
  linted(
    "core has no randomness",
    "app/src/core/planted-random.ts",
    "export const die: number = Math.random();\n",
    "eslint(no-restricted-properties)",
  ),
  linted(
    "core reads no locale",
    "app/src/core/planted-locale.ts",
    'export const order: number = "a".localeCompare("b");\n',
    "eslint(no-restricted-properties)",
  ),
  {
    wall: "core sees no network",
    check: "types",
    file: "app/src/core/planted-fetch.ts",
    text: 'export const seen: unknown = fetch("planted");\n',
    says: "TS2304",
  },
  {
    wall: "core sees no process",
    check: "types",
    file: "app/src/core/planted-process.ts",
    text: "export const seen: unknown = process.env;\n",
    says: "TS2591",
  },
  {
    wall: "core sees no sibling, not even its types",
    check: "types",
    file: "app/src/core/planted-sibling.ts",
    text: 'import type { Planted } from "../formats/planted-type.ts";\nexport type Seen = Planted;\n',
    says: "TS6307",
  },
];

/** What the linter must find anywhere: code that runs and does not do what it seems to do. */
const CARE: readonly Plant[] = [
  linted(
    "no rings",
    "app/src/formats/planted-ring.ts",
    'import { other } from "./planted-ring-other.ts";\nexport const one: number = other + 1;\n',
    "import(no-cycle)",
  ),
  linted(
    "no rings",
    "app/src/formats/planted-ring-other.ts",
    'import { one } from "./planted-ring.ts";\nexport const other: number = one + 1;\n',
    "import(no-cycle)",
  ),
  linted(
    "no lost promise",
    "app/src/formats/planted-promise.ts",
    "async function late(): Promise<void> {}\nexport function forget(): void {\n  late();\n}\n",
    "typescript(no-floating-promises)",
  ),
  linted(
    "no promise taken for a truth",
    "app/src/formats/planted-truth.ts",
    "export const seen = (late: Promise<boolean>): number => (late ? 1 : 2);\n",
    "typescript(no-misused-promises)",
  ),
  linted(
    "no forgotten case",
    "app/src/core/planted-case.ts",
    'export function size(kind: "s" | "l"): number {\n  switch (kind) {\n    case "s":\n      return 1;\n  }\n  return 2;\n}\n',
    "typescript(switch-exhaustiveness-check)",
  ),
  linted(
    "no comparison that converts",
    "app/src/core/planted-equal.ts",
    "export const same = (one: unknown, other: unknown): boolean => one == other;\n",
    "eslint(eqeqeq)",
  ),
  linted(
    "nothing thrown but errors",
    "app/src/core/planted-throw.ts",
    'export function fail(): never {\n  throw "planted";\n}\n',
    "typescript(only-throw-error)",
  ),
  linted(
    "no text run as code",
    "app/src/core/planted-eval.ts",
    "export const run = (text: string): unknown => eval(text);\n",
    "eslint(no-eval)",
  ),
  linted(
    "no text run as code",
    "app/src/core/planted-function.ts",
    "export const run = (text: string): unknown => new Function(text);\n",
    "eslint(no-new-func)",
  ),
  linted(
    "no spread that loses what it spreads",
    "app/src/core/planted-spread.ts",
    "export const seen = (map: Map<string, number>): object => ({ ...map });\n",
    "typescript(no-misused-spread)",
  ),
];

/** What the linter must find anywhere: ways round the types, and looks. */
const FORM: readonly Plant[] = [
  linted(
    "no any",
    "app/src/core/planted-any.ts",
    "export const seen: any = 1;\n",
    "typescript(no-explicit-any)",
  ),
  linted(
    "no non-null assertion",
    "app/src/core/planted-type-assertion.ts",
    "export const first = (list: string[]): string => list[0]!;\n",
    "typescript(no-non-null-assertion)",
  ),
  ...["ignore", "expect-error", "nocheck"].map((word) =>
    linted(
      "no silenced type error",
      `app/src/core/planted-${word}.ts`,
      `// @ts-${word} planted\nexport const seen: number = "text";\n`,
      "typescript(ban-ts-comment)",
    ),
  ),
  linted(
    "types are imported as types",
    "app/src/core/planted-import.ts",
    'import { Refusal } from "./refusal.ts";\nexport type Seen = Refusal;\n',
    "typescript(consistent-type-imports)",
  ),
  linted(
    "what does not change is const",
    "app/src/core/planted-let.ts",
    "export function one(): number {\n  let seen = 1;\n  return seen;\n}\n",
    "eslint(prefer-const)",
  ),
  linted(
    "kebab-case file names",
    "app/src/core/plantedCamel.ts",
    "export const seen: number = 1;\n",
    "unicorn(filename-case)",
  ),
  linted(
    "Node's modules under node:",
    "app/src/formats/planted-protocol.ts",
    'export { readFileSync } from "fs";\n',
    "unicorn(prefer-node-protocol)",
  ),
];

/** A test file whose one test has this body, in the linter's eyes. */
function tested(wall: string, name: string, body: string, rule: string): Plant {
  const text = `import { expect, test } from "vitest";\n${body}\nexpect.hasAssertions();\n`;
  return linted(wall, `app/test/tools/planted-${name}.test.ts`, text, `vitest(${rule})`);
}

const TESTS: readonly Plant[] = [
  tested(
    "no expect without a matcher",
    "matcher",
    'test("planted", () => {\n  expect(1 === 1);\n});',
    "valid-expect",
  ),
  tested(
    "no expect that an if can skip",
    "if",
    'test("planted", () => {\n  if (process.pid > 1) expect(1).toBe(1);\n});',
    "no-conditional-expect",
  ),
  tested("no test without an expect", "empty", 'test("planted", () => {});', "expect-expect"),
  tested(
    "no test run alone",
    "only",
    'test.only("planted", () => {\n  expect(1).toBe(1);\n});',
    "no-focused-tests",
  ),
  tested(
    "no test switched off",
    "skip",
    'test.skip("planted", () => {\n  expect(1).toBe(1);\n});',
    "no-disabled-tests",
  ),
  tested(
    "no two tests of one name",
    "twice",
    'test("planted", () => {\n  expect(1).toBe(1);\n});\ntest("planted", () => {\n  expect(2).toBe(2);\n});',
    "no-identical-title",
  ),
];

const OTHER: readonly Plant[] = [
  ...["app/src/formats", "app/test/tools", "tools"].map((folder): Plant => ({
    wall: `types hold in ${folder}`,
    check: "types",
    file: `${folder}/planted-type.ts`,
    text: 'export type Planted = number;\nexport const count: Planted = "one";\n',
    says: "TS2322",
  })),
  {
    wall: "one format (code)",
    check: "format",
    file: "app/src/core/planted-format.ts",
    text: "export   const seen:number=1\n",
    says: "warn",
  },
  {
    wall: "one format (documents)",
    check: "format",
    file: "docs/planted.md",
    text: "* planted\n",
    says: "warn",
  },
  {
    wall: "no unused export",
    check: "unused",
    file: "app/src/core/refusal.ts",
    added: true,
    text: "\nexport const plantedAndUnused: number = 1;\n",
    says: "plantedAndUnused",
  },
  {
    wall: "no unused file",
    check: "unused",
    file: "app/src/core/planted-unused.ts",
    text: "export const seen: number = 1;\n",
    says: "",
  },
  {
    wall: "no package that package.json does not name",
    check: "unused",
    file: "app/test/tools/planted-unlisted.test.ts",
    text: 'import "planted-and-unlisted";\n',
    says: "planted-and-unlisted",
  },
  {
    wall: "no registry host",
    check: "traces",
    file: "docs/planted-host.txt",
    text: `see https://${["registry", "npmjs", "org"].join(".")}/caveat\n`,
    says: "package registry",
  },
  {
    wall: "no path of one machine",
    check: "traces",
    file: "docs/planted-path.txt",
    text: `see ${["", "home", "me", "notes"].join("/")}\n`,
    says: "absolute path",
  },
  {
    wall: "no check switched off",
    check: "traces",
    file: "app/src/core/planted-off.ts",
    text: `// ${["oxlint", "disable"].join("-")}\nexport const seen: number = 1;\n`,
    says: "switches a check off",
  },
];

/** One violation, or more, for every wall that a check holds. */
export const PLANTS: readonly Plant[] = [...WALLS, ...PURITY, ...CARE, ...FORM, ...TESTS, ...OTHER];
