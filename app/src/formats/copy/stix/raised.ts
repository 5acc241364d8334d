import type { JsonObject } from "../../../core/item.ts";
import { isList, isObject } from "../../stix/property.ts";

/** An object of STIX 2.1, and whether that is how it came. */
export interface Raised {
  readonly json: JsonObject;
  /** Pointer below the entry it was taken out of; "" for the entry itself. */
  readonly below: string;
  readonly isChanged: boolean;
}

/** The object with each selector of its granular markings turned into those that took its place. */
export function withSelectors(
  object: JsonObject,
  follow: (selector: string) => readonly string[],
): JsonObject {
  const { granular_markings: entries } = object;
  if (!isList(entries)) return object;
  const followed = entries.map((entry) => {
    if (!isObject(entry) || !isList(entry["selectors"])) return entry;
    const selectors = entry["selectors"].flatMap((selector) =>
      typeof selector === "string" ? follow(selector) : [],
    );
    return { ...entry, selectors };
  });
  return { ...object, granular_markings: followed };
}
