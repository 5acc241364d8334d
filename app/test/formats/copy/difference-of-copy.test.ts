import { expect, test } from "vitest";
import { showDifference, toTerminalLines } from "../../../src/core/release/difference.ts";
import { differenceOfCopy } from "../../../src/formats/copy/difference-of-copy.ts";
import { makeCopy } from "../../../src/formats/copy/make-copy.ts";
import { DEFAULT_LIMITS } from "../../../src/formats/limits.ts";
import { leaks } from "../../support/leaks.ts";
import { leakyItems } from "../../support/leaky-items.ts";
import { copyFor, planOf } from "./copy-for.ts";

const PLANTED = leaks(40);
const PLAN = planOf({
  step: "remove-words",
  words: PLANTED.map(({ secret }) => secret.text),
  with: "[removed]",
});

test.each(leakyItems(PLANTED))("says what became of $name", async ({ name, bytes, media }) => {
  const medium = media[0] ?? "export";
  const copy = await makeCopy(bytes, name, PLAN, copyFor(), medium, { limits: DEFAULT_LIMITS });
  const parts = await differenceOfCopy(bytes, copy, DEFAULT_LIMITS);
  expect(parts.some(({ what }) => what === "changed")).toBe(true);
  const shown = toTerminalLines(showDifference(parts));
  expect(shown.filter((line) => line.startsWith("- ")).length).toBeGreaterThan(5);
  expect(shown.filter((line) => line.startsWith("+ ") && line.includes("[removed]"))).not.toEqual(
    [],
  );
});

test("an object keeps its place beside what it became, though its id is another", async () => {
  const { name, bytes } = leakyItems(PLANTED)[0] ?? { name: "", bytes: new Uint8Array() };
  const copy = await makeCopy(bytes, name, PLAN, copyFor(), "taxii", { limits: DEFAULT_LIMITS });
  const parts = await differenceOfCopy(bytes, copy, DEFAULT_LIMITS);
  const { before, after, lines } = parts.find((part) => part.before?.includes("indicator--")) ?? {};
  expect(before).toMatch(/^\/objects\/1 indicator--/);
  expect(after).toContain(copy.ids.find(({ from }) => before?.endsWith(from) === true)?.to);
  expect(lines).toContainEqual({ kind: "same", text: 'pattern_type: "stix"' });
});
