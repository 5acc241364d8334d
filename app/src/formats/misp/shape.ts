import type { Json, JsonObject } from "../../core/item.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const NIL = "00000000-0000-0000-0000-000000000000";

/** The object, or undefined for anything else. */
export function objectOf(json: Json | undefined): JsonObject | undefined {
  return isObject(json) ? json : undefined;
}

/** The list; a missing or other value is an empty one. */
export function listOf(json: Json | undefined): readonly Json[] {
  return isList(json) ? json : [];
}

/** The text without surrounding white space, or undefined where it is missing, blank or no text. */
export function textOf(json: Json | undefined): string | undefined {
  const text = typeof json === "string" ? json.trim() : "";
  return text === "" ? undefined : text;
}

/** The non-blank texts of a text or a list of texts, as MISP writes `meta` values. */
export function textsOf(json: Json | undefined): readonly string[] {
  return (isList(json) ? json : [json]).flatMap((one) => textOf(one) ?? []);
}

/** The UUID in lower case (RFC 9562), or undefined where it is missing, none, or the nil UUID. */
export function uuidOf(json: Json | undefined): string | undefined {
  const text = textOf(json)?.toLowerCase();
  return text !== undefined && UUID.test(text) && text !== NIL ? text : undefined;
}

/** Is this MISP's yes: true, 1, "1" or "true"? */
export function isYes(json: Json | undefined): boolean {
  return json === true || json === 1 || json === "1" || json === "true";
}

/** Is this MISP's no, said and not merely left out: false, 0, "0" or "false"? */
export function isNo(json: Json | undefined): boolean {
  return json === false || json === 0 || json === "0" || json === "false";
}

/** Fit to print in evidence: no control or format characters, not long, nothing cut in half. */
export function printable(text: string): string {
  return Array.from(text.slice(0, 400).replace(/\p{C}/gu, "")).slice(0, 120).join("");
}

export function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

export function isList(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json);
}
