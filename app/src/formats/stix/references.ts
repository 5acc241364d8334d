import type { Json, JsonObject } from "../../core/item.ts";
import { pointerStep } from "../json/place.ts";
import { isList, isObject } from "./property.ts";

/** A value under a key that ends in `_ref` or `_refs`; from a stranger, so not always an id. */
export interface Reference {
  readonly key: string;
  readonly value: Json;
  /** Its place in the list, -1 outside one. */
  readonly index: number;
  /** JSON pointer to the object that holds the key. */
  readonly parent: string;
}

/** Deeper than a strict reader lets anything through. */
const DEEPEST = 64;

/** Hold no references, or references that have readers of their own. */
const SKIPPED = new Set(["external_references", "granular_markings", "kill_chain_phases"]);

/**
 * Visits every reference of an object, also below its other properties. Leaves out granular markings,
 * and the `objects` of observed data, whose references are keys within it.
 *
 * @param place JSON pointer to the object
 */
export function forEachReference(
  object: JsonObject,
  place: string,
  visit: (reference: Reference) => void,
  depth = 0,
): void {
  // for-in, since a strict reader's objects inherit nothing, and it is four times as fast.
  for (const key in object) {
    const value = object[key] ?? null;
    if (key.endsWith("_ref")) visit({ key, value, index: -1, parent: place });
    else if (typeof value !== "object" || value === null || SKIPPED.has(key)) continue;
    else if (key.endsWith("_refs") && isList(value)) {
      for (let index = 0; index < value.length; index++) {
        visit({ key, value: value[index] ?? null, index, parent: place });
      }
    } else if (depth < DEEPEST && !(depth === 0 && key === "objects")) {
      forEachBelow(value, place, key, visit, depth + 1);
    }
  }
}

/** The JSON pointer to a reference. */
export function placeOf({ key, index, parent }: Reference): string {
  return index < 0 ? `${parent}${pointerStep(key)}` : `${parent}${pointerStep(key)}/${index}`;
}

function forEachBelow(
  value: Json,
  place: string,
  key: string,
  visit: (reference: Reference) => void,
  depth: number,
): void {
  if (isObject(value)) {
    forEachReference(value, `${place}${pointerStep(key)}`, visit, depth);
  } else if (isList(value) && value.some(isObject)) {
    const list = `${place}${pointerStep(key)}`;
    for (let n = 0; n < value.length; n++) {
      const element = value[n];
      if (isObject(element)) forEachReference(element, `${list}/${n}`, visit, depth);
    }
  }
}
