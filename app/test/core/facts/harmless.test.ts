import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { decide } from "../../../src/core/deciding/decide.ts";
import { mergeFacts } from "../../../src/core/facts/facts.ts";
import { harmless } from "../../../src/core/facts/harmless.ts";
import { OUTCOMES } from "../../../src/core/deciding/verdict.ts";
import type { CompiledPack } from "../../../src/policy/compile-pack.ts";
import { grounds, NOW } from "../../support/arbitrary.ts";
import { loadPack } from "../../support/packs.ts";

let packs: readonly CompiledPack[];

beforeAll(async () => {
  packs = [await loadPack("nl-wiv"), await loadPack("cti-community")];
});

test("finding out that all is harmless never makes an outcome worse", () => {
  fc.assert(
    fc.property(grounds, (one) => {
      const best = decide({ ...one, facts: harmless(one.facts, NOW) }, packs);
      expect(OUTCOMES.indexOf(best.outcome)).toBeLessThanOrEqual(
        OUTCOMES.indexOf(decide(one, packs).outcome),
      );
    }),
    { numRuns: 200 },
  );
});

test("what is known stays as it is, and markings are not guessed", () => {
  const { sheet } = mergeFacts(
    [],
    [{ fact: "personal", value: true, place: "", says: "a person is named" }],
  );
  const best = harmless(sheet, NOW);
  expect(best.flags).toMatchObject({ personal: true, evaluated: true, journalist: false });
  expect(best.levels).toEqual({});
});
