import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { toSets } from "../../src/core/measure.ts";
import { toQuestion, type Question } from "../../src/core/question/question.ts";
import type { CompiledPack } from "../../src/policy/compile-pack.ts";
import { compareEngines, incomplete, untyped } from "../support/engines.ts";
import { grounds } from "../support/arbitrary.ts";
import { loadPack } from "../support/packs.ts";

let packs: readonly CompiledPack[];
/** 20,000 requests in all: half typed, half untyped, for each of two packs. */
const RUNS = 5_000;

beforeAll(async () => {
  packs = [await loadPack("nl-wiv"), await loadPack("cti-community")];
});

const questions: fc.Arbitrary<Question> = grounds.map((one) => {
  const [member] = one.recipient.members;
  if (member === undefined) throw new Error("a recipient has a member");
  return toQuestion(one.facts, member, {
    ...one,
    readsContainers: false,
    classificationRulesActive: false,
  });
});

describe.each([0, 1])("both engines agree on pack %i", (place) => {
  const pack = (): CompiledPack => {
    const found = packs[place];
    if (found === undefined) throw new Error("no such pack");
    return found;
  };

  test("for typed requests with any measures", () => {
    fc.assert(
      fc.property(questions, fc.array(fc.nat(), { maxLength: 8 }), (question, picks) => {
        const known = pack().measureNames.filter((name) => !name.endsWith("*"));
        const measures = picks.map((n) => known[n % known.length] ?? "");
        const context = { ...question.context, measures: toSets(measures) };
        expect(compareEngines(pack(), question.action, question, context)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  test("for untyped requests: attributes missing, or of the wrong type", () => {
    fc.assert(
      fc.property(questions, untyped, (question, damage) => {
        const context = { ...question.context, measures: toSets(["approve:head"]) };
        const whole = damage({
          principal: question.principal,
          resource: question.resource,
          context,
        });
        expect(compareEngines(pack(), question.action, whole, whole.context)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
});

describe("the gate closes", () => {
  test("when an attribute that a rule names is missing, though Cedar alone would skip the rule", () => {
    const rules = packs[0]?.rules ?? [];
    const named = new Set(rules.flatMap(({ names }) => names.map((path) => path.join("."))));
    fc.assert(
      fc.property(questions, incomplete, (question, damage) => {
        const { principal, resource, context } = question;
        const left = damage({ principal, resource, context });
        fc.pre([...named].some((path) => has(question, path) && !has(left, path)));
        const whole = { ...question, ...left } as Question;
        const answer = packs[0]?.gate.authorize(
          whole,
          toSets(["approve:head", "approve:minister"]),
        );
        expect(answer).toMatchObject({ allow: false, errors: [expect.any(String)] });
      }),
      { numRuns: 500 },
    );
  });
});

/** Is there a value at a path: "resource.tlp"? */
function has(value: object, path: string): boolean {
  let at: unknown = value;
  for (const name of path.split(".")) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, name)) return false;
    at = (at as Record<string, unknown>)[name];
  }
  return true;
}
