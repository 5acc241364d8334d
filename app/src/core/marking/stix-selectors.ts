import type { Json, JsonObject } from "../item.ts";

/** What to ask of an object's markings. */
export interface MarkingQuery {
  /** Selectors of the properties asked about; absent: the object as a whole. */
  readonly selectors?: readonly string[];
  /** Also what stands on a property that holds the selected one, and on the whole object. */
  readonly inherited?: boolean;
  /** Also what stands on anything below the selected property. */
  readonly descendants?: boolean;
  /** Leave out what is a marking (true unless said). */
  readonly markingRefs?: boolean;
  /** Leave out what is a language, no restriction at all (true unless said). */
  readonly languages?: boolean;
}

/** The marking ids and languages found, each once, or the first selector that selects nothing. */
export type MarkingsAnswer =
  | { readonly kind: "markings"; readonly markings: readonly string[] }
  | { readonly kind: "invalid-selector"; readonly selector: string };

export type MarkedAnswer =
  | { readonly kind: "marked"; readonly marked: boolean }
  | { readonly kind: "invalid-selector"; readonly selector: string };

/**
 * Which markings apply to the selected properties of a STIX object: `object_marking_refs` (asked
 * without selectors, or inherited) and `granular_markings`. An empty list of selectors, or one that
 * selects nothing in this object, is answered as invalid.
 *
 * Source: STIX 2.1 section 7.2.3; calls and answers as python-stix2 has them, except that a selector
 * inherits by whole components ("x.y" does not cover "x.yz").
 */
export function markingsOf(object: JsonObject, query: MarkingQuery): MarkingsAnswer {
  const { selectors } = query;
  if (selectors === undefined) return { kind: "markings", markings: objectMarkings(object) };
  const invalid = firstInvalid(object, selectors);
  if (invalid !== undefined) return { kind: "invalid-selector", selector: invalid };
  const found = new Set<string>();
  for (const entry of granularEntries(object)) {
    if (!applies(entry, selectors, query)) continue;
    if (entry.markingRef !== undefined && query.markingRefs !== false) found.add(entry.markingRef);
    if (entry.lang !== undefined && query.languages !== false) found.add(entry.lang);
  }
  if (query.inherited === true) for (const id of objectMarkings(object)) found.add(id);
  return { kind: "markings", markings: [...found] };
}

/**
 * Is the object, or are the selected properties, marked at all (no `asked`), or with what is asked:
 * on the object with any of them, on selected properties with all of them (as python-stix2 answers).
 */
export function isMarked(
  object: JsonObject,
  asked: readonly string[],
  query: MarkingQuery,
): MarkedAnswer {
  const answer = markingsOf(object, query);
  if (answer.kind === "invalid-selector") return answer;
  const found = new Set(answer.markings);
  if (asked.length === 0) return { kind: "marked", marked: found.size > 0 };
  const marked =
    query.selectors === undefined
      ? asked.some((id) => found.has(id))
      : asked.every((id) => found.has(id));
  return { kind: "marked", marked };
}

/**
 * Does this selector select something in the object? Components joined by "."; a component is a key
 * of an object, or `[n]`, the zero-based place in a list, and never the one on the other.
 *
 * Source: STIX 2.1 section 7.2.3.1.
 */
export function selects(object: JsonObject, selector: string): boolean {
  let at: Json | undefined = object;
  for (const component of selector.split(".")) {
    at = step(at, component);
    if (at === undefined) return false;
  }
  return true;
}

interface GranularEntry {
  readonly markingRef: string | undefined;
  readonly lang: string | undefined;
  readonly selectors: readonly string[];
}

/** Entries that are no objects, and selectors that are no texts, mark nothing here; a reader must note them. */
function* granularEntries(object: JsonObject): Generator<GranularEntry, undefined> {
  for (const entry of toList(own(object, "granular_markings"))) {
    if (!isObject(entry)) continue;
    yield {
      markingRef: toText(own(entry, "marking_ref")),
      lang: toText(own(entry, "lang")),
      selectors: toTexts(own(entry, "selectors")),
    };
  }
  return undefined;
}

function applies(
  entry: GranularEntry,
  asked: readonly string[],
  { inherited = false, descendants = false }: MarkingQuery,
): boolean {
  return entry.selectors.some((marked) =>
    asked.some(
      (selector) =>
        selector === marked ||
        (inherited && selector.startsWith(`${marked}.`)) ||
        (descendants && marked.startsWith(`${selector}.`)),
    ),
  );
}

function firstInvalid(object: JsonObject, selectors: readonly string[]): string | undefined {
  if (selectors.length === 0) return "";
  return selectors.find((selector) => !selects(object, selector));
}

function step(at: Json, component: string): Json | undefined {
  if (isObject(at)) return isIndex(component) ? undefined : own(at, component);
  if (Array.isArray(at)) return isIndex(component) ? at[Number(component.slice(1, -1))] : undefined;
  return undefined;
}

/** `[n]` without leading zeros; a list is never longer than ten digits can count. */
function isIndex(component: string): boolean {
  return /^\[(?:0|[1-9]\d{0,9})\]$/.test(component);
}

function objectMarkings(object: JsonObject): readonly string[] {
  return [...new Set(toTexts(own(object, "object_marking_refs")))];
}

function toTexts(json: Json | undefined): readonly string[] {
  return toList(json).filter((element) => typeof element === "string");
}

function toText(json: Json | undefined): string | undefined {
  return typeof json === "string" && json !== "" ? json : undefined;
}

function toList(json: Json | undefined): readonly Json[] {
  return Array.isArray(json) ? (json as readonly Json[]) : [];
}

function isObject(json: Json): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
