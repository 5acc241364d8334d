import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../src/core/item.ts";
import { selects } from "../../../src/core/marking/stix-selectors.ts";
import { rewrite, toSelector } from "../../../src/core/release/rewrite.ts";

const OBJECT: JsonObject = {
  name: "x",
  list: ["a", "b", { deep: ["c"] }],
  granular_markings: [
    { marking_ref: "m", selectors: ["list.[0]", "list.[1]", "list.[2].deep.[0]"] },
    { lang: "nl", selectors: ["name"] },
  ],
};

/** Takes out what these selectors select. */
function without(object: JsonObject, ...selectors: readonly string[]): JsonObject {
  return rewrite(object, (value, way) => (selectors.includes(toSelector(way)) ? undefined : value));
}

describe("an object rewritten", () => {
  test("is the same object when nothing changes", () => {
    expect(rewrite(OBJECT, (value) => value)).toBe(OBJECT);
  });

  test("has the selectors of its markings counted anew", () => {
    expect(without(OBJECT, "list.[0]").granular_markings).toEqual([
      { marking_ref: "m", selectors: ["list.[0]", "list.[1].deep.[0]"] },
      { lang: "nl", selectors: ["name"] },
    ]);
  });

  test("loses a list with its last element, what held only that, and the marking of it", () => {
    expect(without(OBJECT, "list.[2].deep.[0]", "name")).toEqual({
      list: ["a", "b"],
      granular_markings: [{ marking_ref: "m", selectors: ["list.[0]", "list.[1]"] }],
    });
  });

  test("keeps a marking on what took the place of something", () => {
    const masked = rewrite(OBJECT, (value) => (value === "b" ? "masked" : value));
    expect(masked.granular_markings).toEqual(OBJECT.granular_markings);
    expect(masked.list).toEqual(["a", "masked", { deep: ["c"] }]);
  });

  test("every marking stays on the value that it was on, and none is left without one", () => {
    const places = fc.uniqueArray(fc.nat(7), { maxLength: 8 });
    fc.assert(
      fc.property(places, places, (gone, marked) => {
        const list = Array.from({ length: 8 }, (_, n) => `v${n}`);
        const on = marked.map((n) => `list.[${n}]`);
        const object = { list, keep: 1, granular_markings: [{ marking_ref: "m", selectors: on }] };
        const left = without(object, ...gone.map((n) => `list.[${n}]`));
        const entries = (left.granular_markings ?? []) as readonly {
          readonly selectors: readonly string[];
        }[];
        const selectors = entries.flatMap((entry) => entry.selectors);
        const named = new Set(selectors.map((selector) => at(left, selector)));
        const wanted = marked.filter((n) => !gone.includes(n)).map((n) => `v${n}`);
        expect(selectors.every((selector) => selects(left, selector))).toBe(true);
        expect(named).toEqual(new Set(wanted));
      }),
    );
  });
});

function at({ list }: JsonObject, selector: string): Json {
  return (list as readonly Json[])[Number(/\d+/.exec(selector)?.[0])] ?? null;
}
