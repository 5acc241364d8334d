import type { Json, JsonObject } from "../../core/item.ts";
import { Refusal } from "../../core/refusal.ts";
import type { StixFormat } from "./object.ts";
import { isList, isObject } from "./property.ts";

/** The objects of a STIX file, whatever is around them. */
export interface StixFile {
  readonly format: StixFormat;
  /** JSON pointer to what holds the objects: "/objects", "" for a bare array. */
  readonly place: string;
  readonly entries: readonly Json[];
  /** The bundle, where there is one. */
  readonly bundle: JsonObject | undefined;
}

/**
 * Is this a STIX bundle, a bare array of STIX objects, one object, or a TAXII envelope? Says only
 * that `readStix` is the reader to ask, not that the file is in order.
 */
export function looksLikeStix(json: Json): boolean {
  if (isList(json)) return json.some(isStixObject);
  if (!isObject(json)) return false;
  return json.type === "bundle" || isStixObject(json) || isEnvelope(json);
}

/**
 * Takes the objects out of a bundle (2.1 or 2.0), a bare array, an envelope, or a single object.
 *
 * @param name how messages call the input
 * @throws Refusal "unknown-format" where it is none of these, "broken-document" for a bundle whose
 *   objects are not a list.
 */
export function unwrap(json: Json, name: string): StixFile {
  if (!looksLikeStix(json)) {
    throw new Refusal("unknown-format", name, "this is not STIX", "give a bundle or STIX objects");
  }
  if (isList(json)) return toFile("", json, undefined);
  if (!isObject(json) || (json.type !== "bundle" && !isEnvelope(json))) {
    return { ...toFile("", [json], undefined), place: "" };
  }
  const objects = json.objects ?? [];
  if (!isList(objects)) {
    throw new Refusal(
      "broken-document",
      `${name} at /objects`,
      "the objects of this bundle are not a list",
      "ask the sender for a bundle with a list of objects",
    );
  }
  return toFile("/objects", objects, json);
}

function toFile(place: string, entries: readonly Json[], bundle: JsonObject | undefined): StixFile {
  return { format: toFormat(entries, bundle), place, entries, bundle };
}

/**
 * 2.1 where any object says so. Else 2.0 where the bundle or an object says so, and for objects
 * outside a bundle, which in 2.0 carry no version. A bundle that says nothing is a 2.1 bundle.
 */
function toFormat(entries: readonly Json[], bundle: JsonObject | undefined): StixFormat {
  let says20 = bundle?.spec_version === "2.0";
  let hasDomainObject = false;
  for (const entry of entries) {
    if (!isObject(entry)) continue;
    if (entry.spec_version === "2.1") return "stix-2.1";
    if (entry.spec_version === "2.0") says20 = true;
    if (entry.created !== undefined) hasDomainObject = true;
  }
  return says20 || (bundle === undefined && hasDomainObject) ? "stix-2.0" : "stix-2.1";
}

/** A TAXII envelope, or a bundle that forgot its type. */
function isEnvelope(json: JsonObject): boolean {
  return json.type === undefined && isList(json.objects) && json.objects.some(isStixObject);
}

function isStixObject(json: Json): boolean {
  return (
    isObject(json) &&
    typeof json.type === "string" &&
    typeof json.id === "string" &&
    json.id.slice(0, LONGEST_TYPE).includes("--")
  );
}

/** STIX 2.1 section 2.16: a type has at most 250 characters. */
const LONGEST_TYPE = 252;
