import { expect, test } from "vitest";
import { decideScenario } from "../../../src/usecases/demo-matrix.ts";
import { internalReasons } from "../../../src/usecases/cases/deciding/internal-reasons.ts";
import { partnerText } from "../../../src/usecases/cases/partners/partner-text.ts";
import { fileURLToPath } from "node:url";
import { connectToScenario } from "../../support/site.ts";

const SCENARIO = fileURLToPath(
  new URL("../../../../scenarios/lowland/requests.yaml", import.meta.url),
);

test("a partner reads that it can have an item or that it cannot, and not one word of the reasons", async () => {
  const { rows, requests } = await decideScenario(SCENARIO, connectToScenario());
  const verdicts = [...rows.flatMap((row) => row.cells), ...requests.map(({ record }) => record)];
  expect(verdicts.length).toBeGreaterThan(100);
  const texts = new Map<string, Set<string>>();
  for (const verdict of verdicts) {
    const text = partnerText(verdict);
    texts.set(text, (texts.get(text) ?? new Set()).add(verdict.outcome));
    const { against, needs, notCounted } = internalReasons(verdict);
    const inside = [
      ...against,
      ...needs.flat(),
      ...notCounted,
      ...verdict.reasons.flatMap(({ rule, clause, pack }) => [rule, clause, pack]),
      ...verdict.tasks.map(({ task }) => task),
      ...verdict.unknown,
      verdict.item,
      verdict.outcome,
      verdict.purpose,
    ];
    for (const phrase of inside) expect(text).not.toContain(phrase);
  }
  expect([...texts.keys()].toSorted()).toEqual([
    "We can share this with you.",
    "We cannot share this with you.",
  ]);
  const refused = texts.get("We cannot share this with you.");
  expect([...(refused ?? [])].toSorted()).toEqual(["hold", "refer", "withhold"]);
});

test("inside the house a verdict says which rules stand in the way, what is needed, and what does not count", async () => {
  const { rows } = await decideScenario(SCENARIO, connectToScenario());
  const cells = rows.flatMap((row) => row.cells);
  const withheld = cells.filter(({ outcome }) => outcome === "withhold");
  const referred = cells.filter(({ outcome }) => outcome === "refer");
  expect(withheld.every((one) => internalReasons(one).against.length > 0)).toBe(true);
  expect(referred.every((one) => internalReasons(one).needs.length > 0)).toBe(true);
  const [first] = withheld;
  expect(first && internalReasons(first).against[0]).toMatch(/^[A-Za-z0-9-]+: .+\(.+\)$/);
});

test("inside the house every rule that stands in the way is shown with its own basis, a proposal never as law", async () => {
  const { rows } = await decideScenario(SCENARIO, connectToScenario());
  const bases = new Set<string>();
  for (const verdict of rows.flatMap((row) => row.cells)) {
    const standing = verdict.reasons.filter(({ effect, met }) => effect === "forbid" && !met);
    const { against } = internalReasons(verdict);
    expect(against).toHaveLength(standing.length + (verdict.alarm === undefined ? 0 : 1));
    const shown = against.slice(-standing.length || against.length);
    expect(shown.map((text) => /; (\w+)\)$/.exec(text)?.[1])).toEqual(
      standing.map(({ basis }) => basis),
    );
    for (const { basis } of standing) bases.add(basis);
  }
  expect([...bases].toSorted()).toEqual(["law", "practice", "proposed"]);
});
