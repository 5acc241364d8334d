import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../../src/core/item.ts";
import { selects } from "../../../../src/core/marking/stix-selectors.ts";
import { Refusal } from "../../../../src/core/refusal.ts";
import { id, object, TLP_AMBER, TLP_GREEN, TLP_RED, TLP_WHITE } from "../../stix/given.ts";
import { copyFor, textOf } from "../copy-for.ts";
import { copy, objectsOf, only, STRICT, typesOf } from "./support/copying.ts";

const GREEN = { step: "honour-markings", most: "TLP:GREEN" } as const;

function granular(...entries: readonly (readonly [ref: string, ...selectors: string[]])[]): Json {
  return entries.map(([ref, ...selectors]) => ({ marking_ref: ref, selectors }));
}

describe("markings that are honoured", () => {
  test("what is marked stricter goes, and what is not stays", () => {
    const objects = [TLP_WHITE, TLP_GREEN, TLP_AMBER, TLP_RED].map((ref, n) =>
      object("tool", n, { object_marking_refs: [ref] }),
    );
    const names = objectsOf(copy(objects, [GREEN])).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["tool 0", "tool 1"]));
    expect(names.filter((name) => name === "tool 2" || name === "tool 3")).toEqual([]);
  });

  test("a property under a stricter granular marking goes, and selectors are counted anew", () => {
    const tool = object("tool", 1, {
      aliases: ["zero", "one", "two", "three"],
      object_marking_refs: [TLP_GREEN],
      granular_markings: granular(
        [TLP_RED, "aliases.[1]", "description"],
        [TLP_GREEN, "aliases.[0]", "aliases.[1]", "aliases.[3]"],
      ),
      description: "only for the eyes of few",
    });
    const made = only(copy([tool], [GREEN]), "tool");
    expect(made).toMatchObject({
      aliases: ["zero", "two", "three"],
      granular_markings: [{ marking_ref: TLP_GREEN, selectors: ["aliases.[0]", "aliases.[2]"] }],
    });
    expect(made).not.toHaveProperty("description");
  });

  test.each([
    ["its type", granular([TLP_RED, "type"])],
    ["its markings", granular([TLP_RED, "object_marking_refs"])],
    ["nothing that is there", granular([TLP_RED, "description.x"])],
    ["nothing", granular([TLP_RED])],
    ["in a form nobody knows", { marking_ref: TLP_RED }],
    ["by a marking that is not here", granular([id("marking-definition", 9), "name", "nothing"])],
    ["and must have it", granular([TLP_RED, "name"])],
  ])("an object goes whole where a stricter granular marking selects %s", (_, entries) => {
    const tool = object("tool", 1, {
      object_marking_refs: [TLP_GREEN],
      granular_markings: entries,
    });
    const other = object("tool", 2, { object_marking_refs: [TLP_GREEN] });
    expect(typesOf(copy([tool, other], [GREEN]))).toEqual(["tool"]);
  });

  test("a looser granular marking opens nothing", () => {
    const tool = object("tool", 1, {
      object_marking_refs: [TLP_RED],
      granular_markings: granular([TLP_WHITE, "name"]),
    });
    expect(() => copy([tool], [GREEN])).toThrow(Refusal);
  });

  test("a language entry restricts nothing and stays on its property", () => {
    const tool = object("tool", 1, {
      aliases: ["a", "b"],
      object_marking_refs: [TLP_GREEN],
      granular_markings: [
        { lang: "nl", selectors: ["aliases.[1]"] },
        { marking_ref: TLP_RED, selectors: ["aliases.[0]"] },
      ],
    });
    expect(only(copy([tool], [GREEN]), "tool").granular_markings).toEqual([
      { lang: "nl", selectors: ["aliases.[0]"] },
    ]);
  });

  test("a text that carries a stricter marking in its own words goes", () => {
    const tool = object("tool", 1, {
      object_marking_refs: [TLP_GREEN],
      description: "TLP:RED\nwho told us",
    });
    expect(only(copy([tool], [GREEN]), "tool")).not.toHaveProperty("description");
  });

  test("a limit that is no label is refused", () => {
    expect(() =>
      copy([object("tool", 1)], [{ step: "honour-markings", most: "TLP:PURPLE" }]),
    ).toThrow(Refusal);
  });

  test("no value under a stricter marking is in the bytes, and every selector that is left selects", () => {
    const word = fc.constantFrom("alpha", "bravo", "charlie", "delta", "echo");
    const properties = fc.record({
      aliases: fc.array(word, { minLength: 1, maxLength: 5 }),
      reds: fc.array(fc.nat(4)),
      greens: fc.array(fc.nat(4)),
    });
    fc.assert(
      fc.property(properties, ({ aliases, reds, greens }) => {
        const marked = aliases.map((alias, n) => `${alias}${n}zzz`);
        const on = (places: readonly number[]): string[] =>
          [...new Set(places)].filter((n) => n < aliases.length).map((n) => `aliases.[${n}]`);
        const entries = granular([TLP_RED, ...on(reds)], [TLP_GREEN, ...on(greens)]) as readonly {
          readonly selectors: readonly string[];
        }[];
        const tool = object("tool", 1, {
          aliases: marked,
          object_marking_refs: [TLP_GREEN],
          granular_markings: entries.filter(({ selectors }) => selectors.length > 0) as Json,
        });
        const made = copy([tool], [GREEN]);
        const left = only(made, "tool");
        const gone = marked.filter((_, n) => reds.includes(n));
        expect(gone.filter((one) => textOf(made).includes(one))).toEqual([]);
        const kept = marked.filter((_, n) => !reds.includes(n));
        expect(left.aliases ?? []).toEqual(kept);
        expect(selectorsOf(left).filter((selector) => !selects(left, selector))).toEqual([]);
        const named = selectorsOf(left).map((selector) => valueAt(left, selector));
        const wanted = marked.filter((_, n) => greens.includes(n) && !reds.includes(n));
        expect(named.toSorted()).toEqual(wanted.toSorted());
      }),
    );
  });
});

describe("caveats", () => {
  const STATEMENT = { definition_type: "statement" };

  test("every object but the own identity and definitions carries all of them", () => {
    const address = { type: "ipv4-addr", id: id("ipv4-addr", 7), value: "198.51.100.3" };
    const made = copy([object("tool", 1), address], [], copyFor());
    const markings = objectsOf(made).filter(({ type }) => type === "marking-definition");
    expect(markings.map((one) => one.id)).toContain(STRICT);
    expect(markings.filter((one) => one.definition_type === "statement")).toHaveLength(2);
    for (const one of [only(made, "tool"), only(made, "ipv4-addr")]) {
      expect([...(one.object_marking_refs as string[])].toSorted()).toEqual(
        (markings.map((marking) => marking.id) as string[]).toSorted(),
      );
    }
    expect(only(made, "identity")).not.toHaveProperty("object_marking_refs");
  });

  test("the statement of a caveat has the same id in every copy for a partner, and is the same object", () => {
    const statements = (at: string): readonly JsonObject[] =>
      objectsOf(copy([object("tool", 1)], [], copyFor("alder", { at }))).filter(
        (one) => one.definition_type === STATEMENT.definition_type,
      );
    expect(statements("2026-11-26T12:00:00.000Z")).toEqual(statements("2026-12-24T12:00:00.000Z"));
  });

  test("of two labels of the TLP the strictest stays", () => {
    const looser = only(
      copy([object("tool", 1, { object_marking_refs: [TLP_GREEN] })], [], copyFor()),
      "tool",
    );
    const stricter = only(
      copy([object("tool", 1, { object_marking_refs: [TLP_RED] })], [], copyFor()),
      "tool",
    );
    expect(looser.object_marking_refs).not.toContain(TLP_GREEN);
    expect(looser.object_marking_refs).toContain(STRICT);
    expect(stricter.object_marking_refs).toContain(TLP_RED);
    expect(stricter.object_marking_refs).not.toContain(STRICT);
  });

  test("a tag that is looser than the label of the caveats goes", () => {
    const tool = object("tool", 1, { labels: ["tlp:white", "other"] });
    expect(only(copy([tool], [], copyFor()), "tool").labels).toEqual(["other"]);
  });

  test("a PAP label leaves as the standard marking", () => {
    const caveats = [{ id: "pap", says: "Act on it as labelled.", label: "PAP:GREEN" }];
    const made = only(copy([object("tool", 1)], [], copyFor("alder", { caveats })), "tool");
    expect(made.object_marking_refs).toContain(
      "marking-definition--c43594d1-4b11-4c59-93ab-1c9b14d53ce9",
    );
  });

  test("a well-known marking leaves as the standard object, whatever the item says it is", () => {
    const named = {
      type: "marking-definition",
      spec_version: "2.1",
      id: TLP_GREEN,
      created: "2020-01-01T00:00:00.000Z",
      definition_type: "tlp",
      definition: { tlp: "green" },
      x_internal: "case 4711",
    };
    const tool = object("tool", 1, { object_marking_refs: [TLP_GREEN] });
    const made = only(copy([named, tool]), "marking-definition");
    expect(made).toMatchObject({ created: "2017-01-20T00:00:00.000Z", name: "TLP:GREEN" });
  });

  test("an object under a well-known id that its definition makes stricter does not leave under the looser one", () => {
    const lying = {
      type: "marking-definition",
      spec_version: "2.1",
      id: TLP_WHITE,
      created: "2020-01-01T00:00:00.000Z",
      definition_type: "tlp",
      definition: { tlp: "red" },
    };
    const under = object("tool", 1, { object_marking_refs: [TLP_WHITE] });
    expect(typesOf(copy([lying, under, object("malware", 2, { is_family: true })]))).toEqual([
      "malware",
    ]);
  });
});

function selectorsOf(of: JsonObject): readonly string[] {
  const entries = (of.granular_markings ?? []) as readonly { readonly selectors: string[] }[];
  return entries.flatMap(({ selectors }) => selectors);
}

function valueAt({ aliases }: JsonObject, selector: string): string {
  return String((aliases as readonly string[])[Number(/\d+/.exec(selector)?.[0])]);
}
