import type { Json, JsonObject } from "../../../core/item.ts";
import { pointerStep } from "../../json/place.ts";
import { isList, isObject } from "../../stix/property.ts";
import { idOf, typeOf, without } from "./object.ts";
import { withSelectors, type Raised } from "./raised.ts";

/** Properties that STIX 2.1 calls otherwise, by type. Source: STIX 2.0 part 4; STIX 2.1 section 6. */
const RENAMED: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map(
  Object.entries({
    directory: { created: "ctime", modified: "mtime", accessed: "atime" },
    file: { created: "ctime", modified: "mtime", accessed: "atime" },
    process: { created: "created_time", binary_ref: "image_ref" },
    "windows-registry-key": { modified: "modified_time" },
  }),
);

/**
 * Observed data that holds its observables inside, as observed data that refers to them, and they as
 * objects of their own: references between them follow, and so do markings, since what stood on the
 * whole covered them too.
 *
 * Source: STIX 2.0 part 3 section 2; STIX 2.1 section 4.14 (`objects` is deprecated, the two never
 * stand together).
 */
export function takeOutObservables(observed: JsonObject): readonly Raised[] {
  const inside = isObject(observed["objects"]) ? observed["objects"] : {};
  const ids = new Map<string, string>();
  for (const [key, observable] of Object.entries(inside)) {
    if (!isObject(observable) || typeof observable["type"] !== "string") continue;
    ids.set(key, `${observable["type"]}--${idOf(observed)} ${key}`);
  }
  const taken = [...ids].map(([key, id]): Raised => {
    const observable = inside[key];
    const json = isObject(observable) ? toObservable(observable, id, ids) : {};
    const below = `/objects${pointerStep(key)}`;
    return { json: { ...json, ...markingsFor(key, observed) }, below, isChanged: true };
  });
  const follow = (selector: string): readonly string[] =>
    selector === "objects" || selector.startsWith("objects.") ? [] : [selector];
  const rest = withSelectors(without(observed, "objects"), follow);
  const refs = [...(isList(rest["object_refs"]) ? rest["object_refs"] : []), ...ids.values()];
  const { granular_markings: entries, ...bare } = rest;
  const kept = isList(entries) ? entries.filter(isAlive) : [];
  const json = {
    ...bare,
    ...(kept.length > 0 ? { granular_markings: kept } : {}),
    object_refs: refs,
  };
  return [{ json, below: "", isChanged: true }, ...taken];
}

/** Header fields are lists in 2.1. */
const HEADERS: ReadonlySet<string> = new Set(["additional_header_fields", "request_header"]);

function toObservable(
  observable: JsonObject,
  id: string,
  ids: ReadonlyMap<string, string>,
): JsonObject {
  const type = typeOf(observable);
  const names = RENAMED.get(type) ?? {};
  const renamed = Object.entries(observable).map(([key, value]): [string, Json] => [
    Object.hasOwn(names, key) ? (names[key] ?? key) : key,
    withRefs(value, key, ids),
  ]);
  return { ...Object.fromEntries(renamed), type, spec_version: "2.1", id };
}

/** References are keys of the observed data; one that leads nowhere stays what it is, and goes later. */
function withRefs(value: Json, key: string, ids: ReadonlyMap<string, string>): Json {
  if (typeof value === "string") return key.endsWith("_ref") ? (ids.get(value) ?? value) : value;
  if (isList(value)) {
    return value.map((one) =>
      typeof one === "string" && key.endsWith("_refs")
        ? (ids.get(one) ?? one)
        : withRefs(one, "", ids),
    );
  }
  if (!isObject(value)) return value;
  const isHeader = HEADERS.has(key);
  return Object.fromEntries(
    Object.entries(value).map(([name, below]) => [
      name,
      isHeader && typeof below === "string" ? [below] : withRefs(below, name, ids),
    ]),
  );
}

/** What stood on the observed data, on all its observables, or on this one and below it. */
function markingsFor(key: string, observed: JsonObject): JsonObject {
  const whole = isList(observed["object_marking_refs"]) ? [...observed["object_marking_refs"]] : [];
  const parts: Json[] = [];
  const entries = isList(observed["granular_markings"]) ? observed["granular_markings"] : [];
  for (const entry of entries) {
    if (!isObject(entry) || !isList(entry["selectors"])) continue;
    const { selectors, marking_ref: ref } = entry;
    if (typeof ref === "string" && selectors.some((one) => covers(one, key))) whole.push(ref);
    const below = selectors.flatMap((one) => selectorBelow(one, key));
    if (below.length > 0) parts.push({ ...entry, selectors: below });
  }
  return {
    ...(whole.length > 0 ? { object_marking_refs: [...new Set(whole)] } : {}),
    ...(parts.length > 0 ? { granular_markings: parts } : {}),
  };
}

function covers(selector: Json, key: string): boolean {
  return selector === "objects" || selector === `objects.${key}`;
}

function selectorBelow(selector: Json, key: string): readonly string[] {
  const above = `objects.${key}.`;
  return typeof selector === "string" && selector.startsWith(above)
    ? [selector.slice(above.length)]
    : [];
}

function isAlive(entry: Json): boolean {
  return isObject(entry) && isList(entry["selectors"]) && entry["selectors"].length > 0;
}
