import type { Json, JsonObject } from "../../core/item.ts";

/** Longest piece of the item that is repeated in a claim or a note. */
const LONGEST = 80;

export function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

export function isList(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json);
}

/** The text under this key; undefined where there is none, or something that is no text. */
export function textAt(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  return typeof value === "string" ? value : undefined;
}

/** The texts of the list under this key, each with its place in the list; a lone text counts as a list of one. */
export function textsAt(object: JsonObject, key: string): readonly (readonly [number, string])[] {
  const value = object[key];
  if (typeof value === "string") return [[-1, value]];
  if (!isList(value)) return [];
  const texts: [number, string][] = [];
  value.forEach((text, n) => {
    if (typeof text === "string") texts.push([n, text]);
  });
  return texts;
}

/**
 * Text of the item, fit to be repeated: cut, on one line, and without characters that steer a
 * terminal or turn the direction of writing.
 */
export function quoted(text: string): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return cut.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "?");
}
