import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../src/core/item.ts";
import {
  addMarkings,
  clearMarkings,
  removeMarkings,
  type MarkAnswer,
} from "../../../src/core/marking/mark.ts";
import { markingsOf } from "../../../src/core/marking/stix-selectors.ts";
import { describeWithData, sharedData } from "../../shared-data.ts";

interface Call {
  readonly test: string;
  readonly op: string;
  readonly args: {
    readonly obj: JsonObject;
    readonly marking?: Json;
    readonly selectors?: string | readonly string[] | null;
  };
  readonly result?: JsonObject;
  readonly raises?: string;
}

const RED = "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed";
const GREEN = "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da";

describe("marking an object", () => {
  test("what is added is found, and taking it off again gives the object as it was", () => {
    const selector = fc.constantFrom("name", "aliases", "aliases.[1]");
    fc.assert(
      fc.property(fc.uniqueArray(selector, { minLength: 1 }), (selectors) => {
        const object = { type: "tool", name: "x", aliases: ["a", "b"] };
        const marked = made(addMarkings(object, [RED, "nl"], selectors));
        expect(markingsOf(marked, { selectors })).toMatchObject({ markings: [RED, "nl"] });
        expect(made(removeMarkings(marked, [RED, "nl"], selectors))).toEqual(object);
        expect(made(clearMarkings(marked, selectors))).toEqual(object);
      }),
    );
  });

  test("a marking is not there twice", () => {
    const once = made(addMarkings({ type: "tool" }, [RED]));
    expect(made(addMarkings(once, [RED, GREEN]))).toEqual({
      type: "tool",
      object_marking_refs: [RED, GREEN],
    });
  });

  test("a marking that is not there cannot be taken off a property", () => {
    const marked = made(addMarkings({ name: "x" }, [RED], ["name"]));
    expect(removeMarkings(marked, [GREEN], ["name"])).toEqual({ kind: "not-found" });
  });

  test("a language is no marking of a whole object", () => {
    expect(addMarkings({ name: "x" }, ["nl"])).toEqual({ kind: "invalid-marking" });
  });
});

describeWithData("calls that write markings, recorded from the reference implementation", () => {
  const calls = JSON.parse(
    readFileSync(sharedData("stix-markings", "python-stix2-marking-operations.json"), "utf8"),
  ) as readonly Call[];
  const writes = calls.filter(({ op }) => !/\.(?:get_markings|is_marked)$/.test(op));

  test("there are 48 of them", () => {
    expect(writes).toHaveLength(48);
  });

  test.each(writes.map((call, n) => ({ ...call, n })))("call $n: $op in $test agrees", (call) => {
    expect(normal(answer(call))).toEqual(normal(call.result));
  });
});

function answer({ op, args }: Call): JsonObject | undefined {
  const { obj, marking = [] } = args;
  const selectors = args.selectors === null ? undefined : toTexts(args.selectors);
  const markings = (Array.isArray(marking) ? (marking as readonly Json[]) : [marking]).map(toId);
  const name = op.slice(op.indexOf(".") + 1);
  if (name === "clear_markings") return objectOf(clearMarkings(obj, selectors));
  if (name === "add_markings") return objectOf(addMarkings(obj, markings, selectors));
  if (name === "remove_markings") {
    return objectOf(removeMarkings(obj, markings.map(String), selectors));
  }
  const cleared = clearMarkings(obj, selectors);
  return cleared.kind === "object"
    ? objectOf(addMarkings(cleared.object, markings, selectors))
    : undefined;
}

/** Undefined for a call that was refused. */
function objectOf(given: MarkAnswer): JsonObject | undefined {
  return given.kind === "object" ? given.object : undefined;
}

function made(given: MarkAnswer): JsonObject {
  if (given.kind !== "object") throw new Error(given.kind);
  return given.object;
}

/** Without the time of the change, and the markings in no order: each on each of its selectors. */
function normal(object: JsonObject | undefined): unknown {
  if (object === undefined) return "refused";
  const { modified: _, granular_markings: granular, object_marking_refs: refs, ...rest } = object;
  const entries = (granular ?? []) as readonly {
    readonly marking_ref?: string;
    readonly lang?: string;
    readonly selectors: readonly string[];
  }[];
  const on = entries.flatMap(({ marking_ref: ref, lang, selectors }) =>
    selectors.map((selector) => `${ref ?? lang ?? ""} ${selector}`),
  );
  return { ...rest, refs: [...((refs ?? []) as readonly string[])].toSorted(), on: on.toSorted() };
}

function toId(marking: Json): Json {
  return typeof marking === "object" && marking !== null && "id" in marking
    ? (marking["id"] ?? null)
    : marking;
}

function toTexts(value: string | readonly string[] | undefined): readonly string[] | undefined {
  return typeof value === "string" ? [value].filter((one) => one !== "") : value;
}
