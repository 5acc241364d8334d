import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { judgeGrounds, type Grounds } from "../../../src/core/deciding/decide.ts";
import { spokenIn } from "../../../src/core/casework/manifest.ts";
import type { Pack } from "../../../src/core/pack.ts";
import { decideScenario } from "../../../src/usecases/demo-matrix.ts";
import {
  judgeRemembering,
  rememberingAll,
  spokenRemembering,
} from "../../../src/usecases/cases/deciding/remembering.ts";
import { loadPack } from "../../support/packs.ts";
import { connectToScenario } from "../../support/site.ts";

const scenario = fileURLToPath(
  new URL("../../../../scenarios/lowland/requests.yaml", import.meta.url),
);
const { rows } = await decideScenario(scenario, connectToScenario());
const grounds = rows.flatMap((row) => row.cells.map((cell) => cell.grounds));
const pack = await loadPack("nl-wiv");

/** The pack, and how often its engines were asked what remains. */
function counted(more: Partial<Pack> = {}): { readonly one: Pack; readonly asked: () => number } {
  let asked = 0;
  const one: Pack = {
    ...pack,
    remainders: (question, table) => {
      asked += 1;
      return pack.remainders(question, table);
    },
    ...more,
  };
  return { one, asked: () => asked };
}

function first(): Grounds {
  const [one] = grounds;
  if (one === undefined) throw new Error("the scenario has no grounds");
  return one;
}

describe("what was decided on the same grounds", () => {
  test("comes out as if it were decided anew, for everything in the scenario, twice", () => {
    const packs = rememberingAll([pack]);
    for (const one of [...grounds, ...grounds]) {
      expect(judgeRemembering(one, packs, [])).toEqual(judgeGrounds(one, [pack], []));
      expect(spokenRemembering(one, packs)).toEqual(spokenIn(one, [pack]));
    }
    expect(grounds.length).toBeGreaterThan(10);
  });

  test("is not asked for again; names, notes and who did something do not matter", () => {
    const { one, asked } = counted();
    const packs = rememberingAll([one]);
    const before = judgeRemembering(first(), packs, []);
    const count = asked();
    const same = { ...first(), item: "another", notes: [], performed: [], people: [] };
    expect(judgeRemembering(structuredClone(same), rememberingAll([one]), [])).toBe(before);
    expect(asked()).toBe(count);
  });

  test.each<readonly [string, (one: Grounds) => Grounds]>([
    ["the day", (one) => ({ ...one, now: "2027-01-01" })],
    ["the request", (one) => ({ ...one, request: { ...one.request, purpose: "another" } })],
    ["the facts", (one) => ({ ...one, facts: { ...one.facts, flags: { personal: true } } })],
    ["the recipient", (one) => ({ ...one, recipient: { ...one.recipient, members: [] } })],
    ["the service", (one) => ({ ...one, own: { ...one.own, ids: ["another"] } })],
    ["the equivalences", (one) => ({ ...one, equivalences: [...one.equivalences, ROW] })],
  ])("is asked for again where %s is another", (_what, change) => {
    const packs = rememberingAll([counted().one]);
    const before = judgeRemembering(first(), packs, []);
    expect(judgeRemembering(change(first()), packs, [])).not.toBe(before);
    expect(judgeRemembering(first(), packs, [])).toBe(before);
  });

  test("is asked for again where more is done, or under other packs", () => {
    const packs = rememberingAll([counted().one]);
    const before = judgeRemembering(first(), packs, []);
    expect(judgeRemembering(first(), packs, ["approve:head"])).not.toBe(before);
    expect(judgeRemembering(first(), rememberingAll([counted().one]), [])).not.toBe(before);
    const { one, asked } = counted();
    judgeRemembering(first(), [one], []);
    const count = asked();
    judgeRemembering(first(), [one], []);
    expect(asked()).toBe(2 * count);
  });

  test("is not kept where an engine failed", () => {
    let isBroken = true;
    const { one } = counted({
      remainders: (question, table) => {
        if (isBroken) throw new Error("no");
        return pack.remainders(question, table);
      },
    });
    const packs = rememberingAll([one]);
    expect(judgeRemembering(first(), packs, [])).toMatchObject({ outcome: "withhold" });
    expect(spokenRemembering(first(), packs)).toEqual({ caveats: [], rules: [] });
    isBroken = false;
    expect(spokenRemembering(first(), packs)).toEqual(spokenIn(first(), [pack]));
    expect(judgeRemembering(first(), packs, [])).toEqual(judgeGrounds(first(), [pack], []));
  });
});

const ROW = {
  from: "a:b",
  to: "c:d",
  agreement: "none",
} as unknown as Grounds["equivalences"][number];
