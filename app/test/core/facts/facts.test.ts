import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FACTS, isFactName, UNREADABLE, type FactName } from "../../../src/core/facts/fact.ts";
import { mergeFacts } from "../../../src/core/facts/facts.ts";
import type { Claim, Part } from "../../../src/core/item.ts";
import { applySourceDefaults } from "../../../src/core/statement.ts";
import { claims } from "../../support/arbitrary.ts";
import { claimOf, partOf } from "../../support/plain.ts";

const parts: fc.Arbitrary<readonly Part[]> = fc.array(
  claims.map((list) => partOf(...list)),
  { maxLength: 4 },
);
const STATED = { statedBy: "officer" } as const;
const CONTAINER = { reading: "container" } as const;
const levels = Object.entries(FACTS).flatMap(([fact, spec]) =>
  spec.kind === "level" && isFactName(fact) ? [{ fact, levels: spec.levels }] : [],
);
const flags = Object.entries(FACTS).flatMap(([fact, spec]) =>
  spec.kind === "flag" && isFactName(fact) ? [{ fact, cautious: spec.cautious }] : [],
);

describe("merging", () => {
  test("does not depend on the order of parts, of claims, or of statements", () => {
    fc.assert(
      fc.property(parts, claims, (list, stated) => {
        const turned = list.map((part) => partOf(...part.claims.toReversed())).toReversed();
        expect(mergeFacts(turned, stated.toReversed()).sheet).toEqual(
          mergeFacts(list, stated).sheet,
        );
      }),
    );
  });

  test("is the same when a part or a claim stands twice", () => {
    fc.assert(
      fc.property(parts, claims, (list, stated) => {
        const twice = [...list, ...list].map((part) => partOf(...part.claims, ...part.claims));
        expect(mergeFacts(twice, [...stated, ...stated]).sheet).toEqual(
          mergeFacts(list, stated).sheet,
        );
      }),
    );
  });

  test("leaves a marking definition out: it has no content to be marked", () => {
    const definition: Part = { ...partOf(claimOf("tlp", "red")), isDefinition: true };
    const { sheet } = mergeFacts([partOf(claimOf("tlp", "clear")), definition], []);
    expect(sheet.levels).toEqual({ tlp: reading("clear") });
  });
});

describe("levels", () => {
  test.each(levels)("of $fact: the strictest binds, unreadable above all", ({ fact, levels }) => {
    const ranked = [...levels, UNREADABLE];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ranked), { minLength: 1 }), (values) => {
        const worst = ranked[Math.max(...values.map((value) => ranked.indexOf(value)))];
        const list = values.map((value) => partOf(claimOf(fact, value)));
        expect(levelOf(list, fact)).toMatchObject({ value: worst, everywhere: true });
      }),
      { numRuns: 30 },
    );
  });

  test("a value outside the vocabulary counts as unreadable", () => {
    expect(levelOf([partOf(claimOf("tlp", "purple"), claimOf("tlp", "red"))], "tlp")?.value).toBe(
      UNREADABLE,
    );
  });

  test("one part without a level is one part too few", () => {
    const list = [partOf(claimOf("tlp", "clear")), partOf()];
    expect(levelOf(list, "tlp")).toEqual(reading("clear", { everywhere: false, onItem: false }));
  });

  test("a statement about the whole fills in where nothing is printed", () => {
    const list = [partOf(claimOf("tlp", "green")), partOf()];
    const { sheet } = mergeFacts(list, [claimOf("tlp", "clear", STATED)]);
    expect(sheet.levels.tlp).toEqual(reading("green", { mixed: true, onItem: false }));
  });

  test.each([
    ["printed", {}],
    ["meant by its source", STATED],
  ])("a statement never lowers what is %s, and makes it stricter", (_, more) => {
    fc.assert(
      fc.property(fc.nat({ max: 5 }), fc.nat({ max: 5 }), (i, j) => {
        const ranked = [...FACTS_TLP, UNREADABLE];
        const list = [partOf(claimOf("tlp", ranked[i] ?? "", more))];
        const { sheet } = mergeFacts(list, [claimOf("tlp", ranked[j] ?? "", STATED)]);
        expect(sheet.levels.tlp?.value).toBe(ranked[Math.max(i, j)]);
      }),
    );
  });

  test("a level that a person made stricter is not the one printed on the item", () => {
    const list = [partOf(claimOf("tlp", "green"))];
    expect(mergeFacts(list, [claimOf("tlp", "red", STATED)]).sheet.levels.tlp).toEqual(
      reading("red", { onItem: false }),
    );
  });
});

describe("a source default", () => {
  const defaults = [
    { source: "*", by: "counsel", on: "2026-01-01", evidence: "letter", facts: { tlp: "clear" } },
  ] as const;

  test("never lowers an own marking", () => {
    const list = applySourceDefaults([partOf(claimOf("tlp", "red"))], defaults);
    expect(levelOf(list, "tlp")).toEqual(reading("red"));
  });

  test("is not printed on the item, and covers only the parts that are silent", () => {
    const list = applySourceDefaults([partOf(claimOf("tlp", "green")), partOf()], defaults);
    expect(levelOf(list, "tlp")).toEqual(reading("green", { mixed: true, onItem: false }));
  });
});

describe("a container's markings", () => {
  const contained = partOf(claimOf("tlp", "clear", CONTAINER));

  test("do not cover a member by the standard; the other reading is kept beside", () => {
    const { sheet } = mergeFacts([contained], []);
    expect([sheet.levels.tlp, sheet.byContainer?.levels.tlp]).toEqual([
      undefined,
      reading("clear"),
    ]);
  });

  test("fill in only where the member has no marking of its own", () => {
    const own = partOf(claimOf("tlp", "amber"), claimOf("tlp", "clear", CONTAINER));
    const { sheet } = mergeFacts([own], []);
    expect([sheet.levels.tlp?.value, sheet.byContainer]).toEqual(["amber", undefined]);
  });

  test("bring their controls and lists along: not only what makes a release possible", () => {
    const part = partOf(
      claimOf("tlp", "clear", CONTAINER),
      claimOf("iepActions", "none", CONTAINER),
      claimOf("dissemination", "noforn", CONTAINER),
      claimOf("releasableTo", "BE", CONTAINER),
      claimOf("iepEnd", "2026-01-01", CONTAINER),
    );
    const { sheet } = mergeFacts([part], []);
    expect([sheet.sets, sheet.lists, sheet.dates]).toEqual([{}, {}, {}]);
    expect(sheet.byContainer).toMatchObject({
      levels: { iepActions: { value: "none" } },
      sets: { dissemination: ["noforn"] },
      lists: { releasableTo: ["BE"] },
      dates: { iepEnd: "2026-01-01" },
    });
  });
});

describe("flags", () => {
  test.each(flags)("$fact: one cautious claim binds, read or stated", ({ fact, cautious }) => {
    const [safe, worse] = [claimOf(fact, !cautious), claimOf(fact, cautious)];
    const wanted = { [fact]: cautious };
    expect(mergeFacts([partOf(safe), partOf(worse)], []).sheet.flags).toMatchObject(wanted);
    expect(mergeFacts([partOf(safe)], [worse]).sheet.flags).toMatchObject(wanted);
    expect(mergeFacts([partOf(worse)], [safe]).sheet.flags).toMatchObject(wanted);
  });

  test.each(flags)("$fact: unknown as long as one part is silent", ({ fact, cautious }) => {
    const { sheet } = mergeFacts([partOf(claimOf(fact, !cautious)), partOf()], []);
    expect(Object.keys(sheet.flags)).not.toContain(fact);
  });

  test("a statement that what was read contradicts is noted, with the place", () => {
    const list = [partOf(claimOf("personal", true, { place: "/Event/Attribute/3" }))];
    const { notes } = mergeFacts(list, [claimOf("personal", false, STATED)]);
    expect(notes).toMatchObject([{ code: "statement-overruled", place: "/Event/Attribute/3" }]);
  });

  test("without personal data nobody is identified, and no profession is protected", () => {
    expect(mergeFacts([], [claimOf("personal", false, STATED)]).sheet.flags).toEqual({
      personal: false,
      identifiesOrLocates: false,
      specialCategories: false,
      lawyerClient: false,
      journalist: false,
      ownNationals: false,
    });
  });

  test("whoever is identified makes the data personal, whatever else was read", () => {
    const list = [partOf(claimOf("personal", false), claimOf("journalist", true))];
    const { sheet, notes } = mergeFacts(list, []);
    expect([sheet.flags.personal, notes.length]).toEqual([true, 1]);
  });
});

describe("findings, sets, lists and dates", () => {
  test("only add: one finding is found, sets grow, lists shrink, dates take the cautious end", () => {
    const [a, b] = [
      partOf(claimOf("tainted", false), claimOf("releasableTo", "BE,NL"), claimOf("topics", "b")),
      partOf(claimOf("tainted", true), claimOf("releasableTo", "DE,NL"), claimOf("topics", "a")),
    ];
    const dates: readonly Claim[] = ["2026-01-02T00:00:00Z", "2026-01-01"].flatMap((value) => [
      claimOf("iepStart", value),
      claimOf("iepEnd", value),
      claimOf("lastProcessed", value),
    ]);
    const { sheet } = mergeFacts([a, b], dates);
    expect(sheet).toMatchObject({
      findings: ["tainted"],
      sets: { topics: ["a", "b"] },
      lists: { releasableTo: ["NL"] },
      dates: { iepStart: "2026-01-02", iepEnd: "2026-01-01", lastProcessed: "2026-01-01" },
    });
  });

  test("a list with nobody on it, and lists with nobody in common, leave nobody", () => {
    const empty = mergeFacts([partOf(claimOf("releasableTo", ""))], []).sheet;
    const apart = mergeFacts(
      [],
      [claimOf("sharingGroup", "a"), claimOf("sharingGroup", "b")],
    ).sheet;
    expect([empty.lists, apart.lists]).toEqual([{ releasableTo: [] }, { sharingGroup: [] }]);
  });
});

const FACTS_TLP = ["clear", "green", "amber", "amber+strict", "red"];

function reading(value: string, more: object = {}): object {
  return { value, everywhere: true, mixed: false, onItem: true, ...more };
}

function levelOf(list: readonly Part[], fact: FactName) {
  return mergeFacts(list, []).sheet.levels[fact as "tlp"];
}
