import type { Json, JsonObject } from "../../../core/item.ts";
import type { Way } from "../../../core/release/rewrite.ts";
import { pointerStep } from "../../json/place.ts";

/** The id of an object; "" where it has none. */
export function idOf(json: JsonObject): string {
  return textOf(json["id"]);
}

/** The type of an object; "" where it has none. */
export function typeOf(json: JsonObject): string {
  return textOf(json["type"]);
}

/** A value that should be a text; "" where it is none. */
export function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

/** JSON pointer to a value of an object, in the original. */
export function pointer(entry: { readonly place: string }, way: Way): string {
  let place = entry.place;
  for (const step of way) {
    const isPlain = typeof step === "number" || PLAIN.test(step);
    place += isPlain ? `/${step}` : pointerStep(step);
  }
  return place;
}

/** Stands in a pointer as it is. */
const PLAIN = /^[A-Za-z0-9_-]{1,64}$/;

/** The texts under a key at the top of an object; a lone text is a list of one. */
export function textsUnder(json: JsonObject, key: string): readonly string[] {
  const value = json[key];
  if (typeof value === "string") return [value];
  return Array.isArray(value)
    ? (value as readonly Json[]).filter((text) => typeof text === "string")
    : [];
}

/** The object without these properties at its top. */
export function without(json: JsonObject, ...keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(json).filter(([key]) => !keys.includes(key)));
}
