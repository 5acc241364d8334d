import type { Json, JsonObject } from "../item.ts";

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A property of what may be an object; undefined when it is none or has no such property. */
export function part(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/**
 * The texts of what should be a list of texts: one value counts as a list of one, and what is not
 * text stays visible as JSON. [] only where nothing is given.
 */
export function textsOf(value: Json | undefined): string[] {
  return itemsOf(value).map((item) => (typeof item === "string" ? item : JSON.stringify(item)));
}

/** The items of what should be a list; one value counts as a list of one. */
export function itemsOf(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
