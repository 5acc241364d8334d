import type { Json, JsonObject } from "../../../core/item.ts";
import { pointerStep } from "../../json/place.ts";
import type { Reading, StixObject } from "../object.ts";
import { isObject, quoted } from "../property.ts";
import { forEachReference, placeOf, type Reference } from "../references.ts";
import { isTypeName } from "./identity.ts";
import { mayBe, only, targetTypes } from "./reference-types.ts";
import { noteMissingIn } from "./required.ts";
import { noteTimestamps } from "./timestamps.ts";

/** An archive holds files only. Source: STIX 2.0 part 4 section 2.7.2. */
const IN_ARCHIVE = only("file");

/**
 * Notes what is wrong with the observables inside observed data: no type, broken timestamps, missing
 * properties, and references (keys of the same observed data) that lead nowhere or to a wrong type.
 *
 * Source: STIX 2.0 part 3 section 2 and part 4; kept, deprecated, in STIX 2.1 section 4.14.
 */
export function noteObservables({ json, place }: StixObject, reading: Reading): void {
  const { objects } = json;
  const at = `${place}/objects`;
  if (!isObject(objects)) {
    return reading.notes.add("observable-unusable", at, "The observables are no dictionary.");
  }
  for (const [key, observable] of Object.entries(objects)) {
    noteObservable(observable, objects, `${at}${pointerStep(key)}`, reading);
  }
}

function noteObservable(
  observable: Json,
  objects: JsonObject,
  place: string,
  reading: Reading,
): void {
  const { notes } = reading;
  if (!isObject(observable) || typeof observable.type !== "string") {
    return notes.add("observable-unusable", place, "This observable has no type.");
  }
  const { type } = observable;
  if (!isTypeName(type)) {
    notes.add("type-malformed", `${place}/type`, `"${quoted(type)}" is no name for a type.`);
  }
  noteMissingIn(observable, type, place, reading);
  noteTimestamps(observable, type, place, reading);
  forEachReference(observable, place, (reference) => {
    const problem = problemOf(reference, type, place, objects);
    if (problem !== undefined) notes.add(...problem);
  });
}

/** Code, place and sentence of what is wrong with a reference to an observable beside it. */
function problemOf(
  reference: Reference,
  type: string,
  place: string,
  objects: JsonObject,
): readonly [code: string, place: string, says: string] | undefined {
  const { key, value, parent } = reference;
  const target = targetOf(value, objects);
  if (target === undefined) {
    const says = `The reference under ${quoted(key)} leads to no observable beside it.`;
    return ["reference-dangling", placeOf(reference), says];
  }
  const targetType = typeof target.type === "string" ? target.type : "";
  const inArchive = key === "contains_refs" && parent !== place;
  const allowed = inArchive ? IN_ARCHIVE : targetTypes(type, key);
  if (allowed === undefined || mayBe(allowed, `${targetType}--`)) return undefined;
  const says = `${quoted(key)} must not lead to the type "${quoted(targetType)}".`;
  return ["reference-type", placeOf(reference), says];
}

function targetOf(key: Json, objects: JsonObject): JsonObject | undefined {
  const target = typeof key === "string" && Object.hasOwn(objects, key) ? objects[key] : undefined;
  return isObject(target) ? target : undefined;
}
