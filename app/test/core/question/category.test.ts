import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { StatedFacts } from "../../../src/core/case.ts";
import {
  categoryOf,
  isPermitted,
  isWatched,
  mayTouch,
} from "../../../src/core/question/category.ts";
import type { Category, WatchTopic } from "../../../src/core/partner.ts";
import type { Request } from "../../../src/core/request.ts";
import { sheetOf } from "../../support/plain.ts";

const CYBER: Category = { topics: ["cyber"], kinds: ["non-personal"], uses: ["intelligence"] };
const ALL: Category = { topics: ["*"], kinds: ["*"], uses: ["*"] };
const KNOWN: StatedFacts = { topics: ["cyber"], evaluated: true, personal: false };

const categories: fc.Arbitrary<Category> = fc.record({
  topics: fc.subarray(["*", "cyber", "terrorism", "country:RU"], { minLength: 1 }),
  except: fc.subarray(["terrorism", "country:RU"]),
  kinds: fc.subarray(["*", "non-personal", "personal", "unevaluated"], { minLength: 1 }),
  uses: fc.subarray(["*", "intelligence", "targeting"], { minLength: 1 }),
});
const someFacts: fc.Arbitrary<StatedFacts> = fc
  .record({
    topics: fc.subarray(["cyber", "terrorism"], { minLength: 1 }),
    attributedTo: fc.subarray(["RU"], { minLength: 1 }),
    concerns: fc.subarray(["RU", "NL"], { minLength: 1 }),
    evaluated: fc.boolean(),
    personal: fc.boolean(),
  })
  .chain((all) => fc.subarray(Object.entries(all)).map((some) => Object.fromEntries(some)));
/** Facts that leave something unknown when they are gone; countries are complete with the topics. */
const TELLING = ["topics", "evaluated", "personal"];
const uses = fc.constantFrom("intelligence", "targeting", undefined);

describe("a note permits", () => {
  test.each<[string, StatedFacts, string | undefined, Category, boolean]>([
    ["its own category", KNOWN, "intelligence", CYBER, true],
    ["no other topic", { ...KNOWN, topics: ["terrorism"] }, "intelligence", CYBER, false],
    ["no second topic", { ...KNOWN, topics: ["cyber", "drugs"] }, "intelligence", CYBER, false],
    ["no unknown topic", { evaluated: true, personal: false }, "intelligence", CYBER, false],
    ["no other use", KNOWN, "targeting", CYBER, false],
    ["no unknown use", KNOWN, undefined, CYBER, false],
    ["no other kind", { ...KNOWN, personal: true }, "intelligence", CYBER, false],
    ["no unknown kind", { topics: ["cyber"], evaluated: true }, "intelligence", CYBER, false],
    ["nothing unevaluated", { ...KNOWN, evaluated: false }, "intelligence", CYBER, false],
    [
      "nothing that may be unevaluated",
      { topics: ["cyber"], personal: false },
      "intelligence",
      CYBER,
      false,
    ],
    ["everything by stars, even the unknown", {}, undefined, ALL, true],
    [
      "not what it excepts",
      { ...KNOWN, attributedTo: ["RU"] },
      "x",
      { ...ALL, except: ["country:RU"] },
      false,
    ],
    [
      "not what concerns what it excepts",
      { ...KNOWN, concerns: ["RU"] },
      "x",
      { ...ALL, except: ["country:RU"] },
      false,
    ],
    [
      "not what may be what it excepts",
      { evaluated: true },
      "x",
      { ...ALL, except: ["country:RU"] },
      false,
    ],
    [
      "what is known not to be what it excepts",
      KNOWN,
      "x",
      { ...ALL, except: ["country:RU"] },
      true,
    ],
  ])("%s", (_, facts, use, category, permitted) => {
    expect(isPermitted(item(facts, use), [category])).toBe(permitted);
  });

  test("nothing when it lists no category", () => {
    expect(isPermitted(item(KNOWN, "intelligence"), [])).toBe(false);
  });

  test("kinds of one item by several categories together", () => {
    const both = item({ topics: ["cyber"], personal: false }, "intelligence");
    const raw: Category = { ...CYBER, kinds: ["unevaluated"] };
    expect([isPermitted(both, [CYBER]), isPermitted(both, [CYBER, raw])]).toEqual([false, true]);
  });

  test("never more because something is unknown", () => {
    fc.assert(
      fc.property(someFacts, uses, fc.array(categories, { maxLength: 3 }), (facts, use, list) => {
        fc.pre(!isPermitted(item(facts, use), list));
        for (const name of TELLING) {
          expect(isPermitted(item(without(facts, name), use), list)).toBe(false);
        }
        expect(isPermitted(item(facts, undefined), list)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});

describe("an experience touches", () => {
  test.each<[string, StatedFacts, string | undefined, Category | undefined, boolean]>([
    ["everything when it names nothing", KNOWN, "intelligence", undefined, true],
    ["its own category", KNOWN, "intelligence", CYBER, true],
    ["no other topic", { ...KNOWN, topics: ["drugs"] }, "intelligence", CYBER, false],
    ["a second topic", { ...KNOWN, topics: ["drugs", "cyber"] }, "intelligence", CYBER, true],
    ["an unknown topic", { evaluated: true, personal: false }, "intelligence", CYBER, true],
    ["an unknown use", KNOWN, undefined, CYBER, true],
    ["no other use", KNOWN, "targeting", CYBER, false],
    ["an unknown kind", { topics: ["cyber"] }, "intelligence", CYBER, true],
    ["no other kind", { ...KNOWN, personal: true }, "intelligence", CYBER, false],
    [
      "a country it is attributed to",
      { ...KNOWN, attributedTo: ["RU"] },
      "intelligence",
      { ...CYBER, topics: ["country:RU"] },
      true,
    ],
  ])("%s", (_, facts, use, category, touched) => {
    expect(mayTouch(item(facts, use), category)).toBe(touched);
  });

  test("no less because something is unknown", () => {
    fc.assert(
      fc.property(someFacts, uses, categories, (facts, use, category) => {
        fc.pre(mayTouch(item(facts, use), category));
        for (const name of TELLING) {
          expect(mayTouch(item(without(facts, name), use), category)).toBe(true);
        }
        expect(mayTouch(item(facts, undefined), category)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("whatever a note that permits only that would let through", () => {
    fc.assert(
      fc.property(someFacts, uses, categories, (facts, use, category) => {
        fc.pre(isPermitted(item(facts, use), [category]));
        expect(mayTouch(item(facts, use), category)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe("a watched topic", () => {
  const RUSSIA: WatchTopic = { topic: "country:RU", because: "quoted in public" };
  test.each<[string, StatedFacts, Partial<WatchTopic>, boolean]>([
    ["is what the item is attributed to", { ...KNOWN, attributedTo: ["RU"] }, {}, true],
    ["is what the item concerns", { ...KNOWN, concerns: ["RU"] }, {}, true],
    ["is a plain topic too", KNOWN, { topic: "cyber" }, true],
    [
      "may be only what it is attributed to",
      { ...KNOWN, concerns: ["RU"] },
      { sense: "attributed" },
      false,
    ],
    [
      "may be only what it concerns",
      { ...KNOWN, attributedTo: ["RU"] },
      { sense: "concerns" },
      false,
    ],
    ["is no other country", { ...KNOWN, attributedTo: ["NL"] }, {}, false],
    ["may be meant when the subject is unknown", { attributedTo: ["NL"] }, {}, true],
    [
      "may be meant when the subject is unknown, in one sense too",
      {},
      { sense: "attributed" },
      true,
    ],
  ])("%s", (_, facts, more, watched) => {
    expect(isWatched(item(facts, "x"), [{ ...RUSSIA, ...more }])).toBe(watched);
  });

  test("is none without a watch list, whatever is unknown", () => {
    expect(isWatched(item({}, undefined), [])).toBe(false);
  });
});

function item(facts: StatedFacts, use: string | undefined) {
  const request: Request = { mode: "release", purpose: "warn" };
  return categoryOf(sheetOf(facts), use === undefined ? request : { ...request, use });
}

function without(facts: StatedFacts, name: string): StatedFacts {
  return Object.fromEntries(Object.entries(facts).filter(([key]) => key !== name));
}
