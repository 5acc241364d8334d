import { describe, expect, test } from "vitest";
import type { PackCase } from "../../src/core/pack-case.ts";
import type { Mode } from "../../src/core/request.ts";
import type { Verdict } from "../../src/core/deciding/verdict.ts";
import { readCasesOf } from "../../src/formats/case/cases-folder.ts";
import { compilePack, type CompiledPack } from "../../src/policy/compile-pack.ts";
import { readPack, readSchema } from "../../src/policy/read-pack.ts";
import { missingCases, runPackCase } from "../../src/usecases/pack-case.ts";
import { PACKS } from "../support/packs.ts";

const schema = await readSchema(PACKS);
const nlWiv = await load("nl-wiv");
const ctiCommunity = await load("cti-community");

describe.each([nlWiv, ctiCommunity])("every case of $pack.id holds", ({ pack, cases }) => {
  test.each(cases.map((one) => [titleOf(one), one] as const))("%s", (_title, one) => {
    expect(runPackCase(one, pack).failures).toEqual([]);
  });
});

describe.each([nlWiv, ctiCommunity])("the cases of $pack.id", ({ source, pack, cases }) => {
  test("show every rule firing, not firing and at its boundary", () => {
    expect(missingCases(pack, cases)).toEqual([]);
  });

  test("are about rules of the pack, and each says whether its rule speaks or what the paths are", () => {
    const beside = cases.filter(({ rule, expect: { fires, silent, paths } }) => {
      const named = [...(fires ?? []), ...(silent ?? [])].includes(rule);
      return !(rule in pack.ruleHashes) || !(named || paths !== undefined);
    });
    expect(beside.map(titleOf)).toEqual([]);
  });

  test("have names of their own", () => {
    const titles = cases.map(titleOf);
    expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([]);
  });

  test("notice the loss of any one rule", () => {
    const unnoticed = source.rules.filter((lost) => {
      const rest = compilePack({ ...source, rules: source.rules.filter((rule) => rule !== lost) });
      const own = cases.filter((one) => one.rule === lost.text.rule);
      return own.every((one) => runPackCase(one, rest).failures.length === 0);
    });
    expect(unnoticed.map((rule) => rule.text.rule)).toEqual([]);
  });
});

// An item shown in a question, or given in support, has left the house as surely as one released.
describe.each([
  ["nl-wiv", "ask", nlWiv],
  ["nl-wiv", "support", nlWiv],
  ["cti-community", "ask", ctiCommunity],
  ["cti-community", "support", ctiCommunity],
] as const)("%s", (_id, mode, { pack, cases }) => {
  test(`lets no safeguard that speaks on a release fall silent when the action is ${mode}`, () => {
    const releases = cases.filter((one) => one.request.mode === "release");
    const lost = releases.flatMap((one) => {
      const then = new Set(speaking(runPackCase(inMode(one, mode), pack).verdict));
      const now = speaking(runPackCase(one, pack).verdict);
      return now
        .filter((rule) =>
          pack.rules.some((r) => r.text.rule === rule && r.text.effect !== "permit"),
        )
        .filter((rule) => !then.has(rule))
        .map((rule) => `${rule} in ${titleOf(one)}`);
    });
    expect(releases.length).toBeGreaterThan(0);
    expect(lost).toEqual([]);
  });
});

interface Loaded {
  readonly source: Awaited<ReturnType<typeof readPack>>;
  readonly pack: CompiledPack;
  readonly cases: readonly PackCase[];
}

async function load(id: string): Promise<Loaded> {
  const folder = `${PACKS}/${id}`;
  const source = await readPack(folder, schema);
  return { source, pack: compilePack(source), cases: await readCasesOf(folder) };
}

function titleOf(one: PackCase): string {
  return `${one.rule} ${one.shows}: ${one.name}`;
}

function inMode(one: PackCase, mode: Mode): PackCase {
  return { ...one, request: { ...one.request, mode } };
}

/** Safeguards that fire and routes that are open or can be opened. */
function speaking({ reasons }: Verdict): readonly string[] {
  return reasons.filter((one) => one.effect === "forbid" || one.open).map((one) => one.rule);
}
