import { createHash } from "node:crypto";
import type { JsonObject } from "../../core/item.ts";
import { isObject, isYes, listOf } from "../../formats/misp/shape.ts";
import type { ReleasedBody } from "../../usecases/release/outbox.ts";
import { eventOf } from "./feed-entry.ts";

/**
 * The lines of hashes.csv for one event, "md5,uuid" each: of every value, and of each half of a composite
 * one. From the released bytes only, without deleted attributes: MD5 of a short value hides nothing.
 *
 * Source: MISP core format, section "Feed hashes"; PyMISP `hash_values`, which takes a value apart at
 * every "|" for the types that have one and for "malware-sample".
 */
export function valueHashes(row: ReleasedBody): string {
  const event = eventOf(row.body, row.id);
  const objects = partsOf(event, "Object").filter(isThere);
  const attributes = [event, ...objects].flatMap((part) => partsOf(part, "Attribute"));
  const values = new Set(attributes.filter(isThere).flatMap(valuesOf));
  return Array.from(values, (value) => `${md5(value)},${row.id}\n`).join("");
}

function partsOf(json: JsonObject, key: string): readonly JsonObject[] {
  return listOf(json[key]).filter(isObject);
}

function isThere({ deleted }: JsonObject): boolean {
  return !isYes(deleted);
}

function valuesOf({ type, value }: JsonObject): readonly string[] {
  if (typeof type !== "string" || typeof value !== "string") return [];
  return type.includes("|") || type === "malware-sample" ? value.split("|") : [value];
}

function md5(value: string): string {
  return createHash("md5").update(value).digest("hex");
}
