import type { Json, JsonObject } from "../item.ts";
import { selects } from "./stix-selectors.ts";
import { isObject, itemsOf } from "./json-value.ts";

/** The object as it is then, or why it could not be marked so. */
export type MarkAnswer =
  | { readonly kind: "object"; readonly object: JsonObject }
  | { readonly kind: "invalid-selector"; readonly selector: string }
  | { readonly kind: "invalid-marking" }
  | { readonly kind: "not-found" };

/** One marking id or language on one selector. */
type Pair = readonly [marking: string, selector: string];

/**
 * Adds markings to an object, or to the properties that are selected: ids of marking definitions, and
 * there also languages. What is there already is not there twice.
 *
 * Source: STIX 2.1 section 7.2; calls and answers as python-stix2 has them.
 */
export function addMarkings(
  object: JsonObject,
  markings: readonly Json[],
  selectors?: readonly string[],
): MarkAnswer {
  if (selectors === undefined) {
    if (!markings.every(isMarkingId)) return { kind: "invalid-marking" };
    return { kind: "object", object: withRefs(object, [...refsOf(object), ...markings]) };
  }
  const invalid = firstInvalid(object, selectors);
  if (invalid !== undefined) return { kind: "invalid-selector", selector: invalid };
  const names = markings.filter((marking) => typeof marking === "string").filter(isSaid);
  if (names.length < markings.length) return { kind: "invalid-marking" };
  const added = names.flatMap((name) => selectors.map((on): Pair => [name, on]));
  return { kind: "object", object: withPairs(object, [...pairsOf(object), ...added]) };
}

/**
 * Takes these markings off an object, or off the selected properties. "not-found" where the object has
 * markings and not all of these; an object without any stays as it is.
 */
export function removeMarkings(
  object: JsonObject,
  markings: readonly string[],
  selectors?: readonly string[],
): MarkAnswer {
  if (selectors === undefined) {
    const refs = refsOf(object);
    if (refs.length === 0) return { kind: "object", object };
    if (!markings.every((marking) => refs.includes(marking))) return { kind: "not-found" };
    const kept = refs.filter((ref) => !markings.includes(ref));
    return { kind: "object", object: withRefs(object, kept) };
  }
  const invalid = firstInvalid(object, selectors);
  if (invalid !== undefined) return { kind: "invalid-selector", selector: invalid };
  const pairs = pairsOf(object);
  if (pairs.length === 0) return { kind: "object", object };
  const goes = ([marking, on]: Pair): boolean =>
    markings.includes(marking) && selectors.includes(on);
  const kept = pairs.filter((pair) => !goes(pair));
  if (kept.length === pairs.length) return { kind: "not-found" };
  return { kind: "object", object: withPairs(object, kept) };
}

/** Takes every marking off an object, or off the selected properties. */
export function clearMarkings(object: JsonObject, selectors?: readonly string[]): MarkAnswer {
  if (selectors === undefined) return { kind: "object", object: withRefs(object, []) };
  const invalid = firstInvalid(object, selectors);
  if (invalid !== undefined) return { kind: "invalid-selector", selector: invalid };
  const kept = pairsOf(object).filter(([, on]) => !selectors.includes(on));
  return { kind: "object", object: withPairs(object, kept) };
}

function withRefs(object: JsonObject, refs: readonly string[]): JsonObject {
  const { object_marking_refs: _, ...rest } = object;
  return refs.length === 0 ? rest : { ...rest, object_marking_refs: [...new Set(refs)] };
}

/** One entry for each marking; the markings in the order they first stand in. */
function withPairs(object: JsonObject, pairs: readonly Pair[]): JsonObject {
  const byMarking = new Map<string, Set<string>>();
  for (const [marking, on] of pairs) {
    const selectors = byMarking.get(marking) ?? new Set<string>();
    byMarking.set(marking, selectors.add(on));
  }
  const entries = [...byMarking].map(([marking, selectors]) => ({
    [isMarkingId(marking) ? "marking_ref" : "lang"]: marking,
    selectors: [...selectors],
  }));
  const { granular_markings: _, ...rest } = object;
  return entries.length === 0 ? rest : { ...rest, granular_markings: entries };
}

function pairsOf(object: JsonObject): readonly Pair[] {
  return itemsOf(object["granular_markings"])
    .filter(isObject)
    .flatMap(({ marking_ref: ref, lang, selectors }) => {
      const marking = ref ?? lang;
      if (typeof marking !== "string") return [];
      return itemsOf(selectors)
        .filter((on) => typeof on === "string")
        .map((on): Pair => [marking, on]);
    });
}

function refsOf(object: JsonObject): readonly string[] {
  return itemsOf(object["object_marking_refs"]).filter((ref) => typeof ref === "string");
}

function isSaid(name: string): boolean {
  return name !== "";
}

function isMarkingId(marking: Json): marking is string {
  return typeof marking === "string" && marking.startsWith("marking-definition--");
}

function firstInvalid(object: JsonObject, selectors: readonly string[]): string | undefined {
  if (selectors.length === 0) return "";
  return selectors.find((selector) => !selects(object, selector));
}
