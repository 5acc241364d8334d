import type { Json, JsonObject } from "../../../../src/core/item.ts";

/** Keywords of JSON Schema draft 4 that the schema of MISP uses; another would be passed over unseen. */
const KNOWN = new Set(
  "$schema title id defs type properties additionalProperties required items uniqueItems $ref".split(
    " ",
  ),
);

/**
 * Every breach of a JSON Schema (draft 4, the keywords that the schema of MISP core format uses), as
 * "/Event/info: not a string". Throws on a keyword it does not know.
 */
export function breaches(
  json: Json,
  schema: JsonObject,
  root = schema,
  at = "",
): readonly string[] {
  const unknown = Object.keys(schema).filter((key) => !KNOWN.has(key));
  if (unknown.length > 0) throw new Error(`the schema uses ${unknown.join(", ")}`);
  const { $ref: ref, type } = schema;
  if (typeof ref === "string") return breaches(json, resolve(ref, root), root, at);
  if (typeof type === "string" && typeOf(json) !== type) return [`${at}: not a ${type}`];
  if (Array.isArray(json)) return listBreaches(json as readonly Json[], schema, root, at);
  return isObject(json) ? objectBreaches(json, schema, root, at) : [];
}

function objectBreaches(
  json: JsonObject,
  schema: JsonObject,
  root: JsonObject,
  at: string,
): readonly string[] {
  const properties = isObject(schema["properties"]) ? schema["properties"] : {};
  const required = Array.isArray(schema["required"])
    ? (schema["required"] as readonly string[])
    : [];
  const missing = required.filter((key) => json[key] === undefined);
  const inside = Object.entries(json).flatMap(([key, value]) => {
    const own = properties[key];
    if (isObject(own)) return breaches(value, own, root, `${at}/${key}`);
    return schema["additionalProperties"] === false ? [`${at}/${key}: not in the schema`] : [];
  });
  return [...missing.map((key) => `${at}: ${key} is missing`), ...inside];
}

function listBreaches(
  json: readonly Json[],
  schema: JsonObject,
  root: JsonObject,
  at: string,
): readonly string[] {
  const items = schema["items"];
  const inside = isObject(items)
    ? json.flatMap((one, i) => breaches(one, items, root, `${at}/${i}`))
    : [];
  const isTwice = new Set(json.map((one) => JSON.stringify(one))).size < json.length;
  return schema["uniqueItems"] === true && isTwice ? [...inside, `${at}: twice the same`] : inside;
}

function resolve(ref: string, root: JsonObject): JsonObject {
  const found = ref
    .replace(/^#\//, "")
    .split("/")
    .reduce<Json | undefined>((one, key) => (isObject(one) ? one[key] : undefined), root);
  if (!isObject(found)) throw new Error(`the schema has no ${ref}`);
  return found;
}

function typeOf(json: Json): string {
  if (json === null) return "null";
  return Array.isArray(json) ? "array" : typeof json;
}

function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}
