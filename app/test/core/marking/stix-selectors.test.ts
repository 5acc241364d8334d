import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/core/item.ts";
import {
  isMarked,
  markingsOf,
  selects,
  type MarkingQuery,
} from "../../../src/core/marking/stix-selectors.ts";
import { describeWithData, sharedData } from "../../shared-data.ts";

interface Call {
  readonly test: string;
  readonly op: string;
  readonly args: {
    readonly obj: JsonObject;
    readonly marking?: string | readonly string[];
    readonly selectors?: string | readonly string[];
    readonly inherited?: boolean;
    readonly descendants?: boolean;
    readonly marking_ref?: boolean;
    readonly lang?: boolean;
  };
  readonly result?: boolean | readonly string[];
  readonly raises?: string;
}

const TREE: JsonObject = {
  a: 1,
  "[0]": "a key that looks like an index",
  list: ["x", { deep: true }, []],
  x: { y: [1], yz: 2, none: null },
  object_marking_refs: ["whole"],
  granular_markings: [
    { marking_ref: "on-x-y", selectors: ["x.y"] },
    { marking_ref: "on-x", selectors: ["x"] },
    { lang: "nl", selectors: ["a"] },
    "not an entry",
    { marking_ref: 3, selectors: "a" },
  ],
};

describe("markings of a selected property", () => {
  test("a selector inherits by whole components, so x.y says nothing about x.yz", () => {
    expect(markingsOf(TREE, { selectors: ["x.yz"], inherited: true })).toEqual({
      kind: "markings",
      markings: ["on-x", "whole"],
    });
  });

  test("a language is no marking where only markings are asked", () => {
    const query = { selectors: ["a"], languages: false };
    expect(markingsOf(TREE, query)).toEqual({ kind: "markings", markings: [] });
  });

  test.each(["a", "x.y.[0]", "list.[1].deep", "x.none", "list.[2]"])(
    "%s selects something, whatever its value",
    (selector) => {
      expect(selects(TREE, selector)).toBe(true);
    },
  );

  test.each([
    ["an index on an object", "x.[0]"],
    ["a key that looks like an index", "[0]"],
    ["a key on a list", "list.length"],
    ["an index past the end", "list.[3]"],
    ["an index with a leading zero", "list.[00]"],
    ["something below a text", "list.[0].x"],
    ["a property of every object", "__proto__"],
    ["a method", "toString"],
    ["nothing", ""],
  ])("%s selects nothing", (_, selector) => {
    expect(selects(TREE, selector)).toBe(false);
    expect(markingsOf(TREE, { selectors: [selector] }).kind).toBe("invalid-selector");
  });

  test("asking wider never finds less", () => {
    const selector = fc.constantFrom("a", "x", "x.y", "x.y.[0]", "x.yz", "list", "list.[1].deep");
    fc.assert(
      fc.property(selector, fc.boolean(), fc.boolean(), (asked, inherited, descendants) => {
        const narrow = markingsOf(TREE, { selectors: [asked] });
        const wide = markingsOf(TREE, { selectors: [asked], inherited, descendants });
        expect(wide).toMatchObject({
          markings: expect.arrayContaining([...("markings" in narrow ? narrow.markings : [])]),
        });
      }),
    );
  });
});

describeWithData("markings operations recorded from the reference implementation", () => {
  const calls = JSON.parse(
    readFileSync(sharedData("stix-markings", "python-stix2-marking-operations.json"), "utf8"),
  ) as readonly Call[];
  const reads = calls.filter(({ op }) => /\.(?:get_markings|is_marked)$/.test(op));

  test("of 221 calls 173 read; for those that write see mark.test.ts", () => {
    expect([calls.length, reads.length]).toEqual([221, 173]);
  });

  test.each(reads.map((call, n) => ({ ...call, n })))("call $n: $op in $test agrees", (call) => {
    expect(answer(call)).toEqual(recorded(call));
  });
});

function answer(call: Call): unknown {
  const { obj, marking } = call.args;
  const query = toQuery(call);
  if (call.op.endsWith("get_markings")) {
    const got = markingsOf(obj, query);
    return got.kind === "markings" ? [...got.markings].toSorted() : "refused";
  }
  const got = isMarked(obj, toList(marking ?? []), query);
  return got.kind === "marked" ? got.marked : "refused";
}

function recorded(call: Call): unknown {
  if (call.raises !== undefined) return "refused";
  return typeof call.result === "boolean" ? call.result : call.result?.toSorted();
}

/** The granular call without selectors is a misuse there; ours answers the same to an empty list. */
function toQuery({ op, args }: Call): MarkingQuery {
  const granularOnly = op.startsWith("granular_markings.");
  return {
    ...(args.selectors === undefined && !granularOnly
      ? {}
      : { selectors: toList(args.selectors ?? []) }),
    inherited: args.inherited ?? false,
    descendants: args.descendants ?? false,
    markingRefs: args.marking_ref ?? true,
    languages: args.lang ?? true,
  };
}

function toList(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}
