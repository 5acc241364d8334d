import type { JsonObject } from "../../../core/item.ts";
import type { Reading, StixFormat, StixObject } from "../object.ts";
import { isObject } from "../property.ts";
import { isObservableType } from "./observable-types.ts";

/** A property, or several of which at least one must be there. */
type Required = string | readonly string[];

/** Source: STIX 2.1 sections 4, 5 and 7.2, property tables. Common properties stand apart. */
const REQUIRED_21: ReadonlyMap<string, readonly Required[]> = new Map<string, readonly Required[]>([
  ["attack-pattern", ["name"]],
  ["campaign", ["name"]],
  ["course-of-action", ["name"]],
  ["extension-definition", ["created_by_ref", "name", "schema", "version", "extension_types"]],
  ["grouping", ["context", "object_refs"]],
  ["identity", ["name"]],
  ["incident", ["name"]],
  ["indicator", ["pattern", "pattern_type", "valid_from"]],
  ["infrastructure", ["name"]],
  ["intrusion-set", ["name"]],
  ["language-content", ["object_ref", "contents"]],
  ["location", [["region", "country", "latitude"]]],
  ["malware", ["is_family"]],
  ["malware-analysis", ["product", ["result", "analysis_sco_refs"]]],
  ["marking-definition", [["definition", "extensions"]]],
  ["note", ["content", "object_refs"]],
  [
    "observed-data",
    ["first_observed", "last_observed", "number_observed", ["object_refs", "objects"]],
  ],
  ["opinion", ["opinion", "object_refs"]],
  ["relationship", ["relationship_type", "source_ref", "target_ref"]],
  ["report", ["name", "published", "object_refs"]],
  ["sighting", ["sighting_of_ref"]],
  ["threat-actor", ["name"]],
  ["tool", ["name"]],
  ["vulnerability", ["name"]],
]);

/** Source: STIX 2.0 part 2, property tables. */
const REQUIRED_20: ReadonlyMap<string, readonly Required[]> = new Map<string, readonly Required[]>([
  ["attack-pattern", ["name"]],
  ["campaign", ["name"]],
  ["course-of-action", ["name"]],
  ["identity", ["name", "identity_class"]],
  ["indicator", ["labels", "pattern", "valid_from"]],
  ["intrusion-set", ["name"]],
  ["malware", ["labels", "name"]],
  ["marking-definition", ["definition_type", "definition"]],
  ["observed-data", ["first_observed", "last_observed", "number_observed", "objects"]],
  ["relationship", ["relationship_type", "source_ref", "target_ref"]],
  ["report", ["labels", "name", "published", "object_refs"]],
  ["sighting", ["sighting_of_ref"]],
  ["threat-actor", ["labels", "name"]],
  ["tool", ["labels", "name"]],
  ["vulnerability", ["name"]],
]);

/** Source: STIX 2.1 section 6; STIX 2.0 part 4. */
const OBSERVABLES: ReadonlyMap<string, readonly Required[]> = new Map<string, readonly Required[]>([
  ["artifact", [["payload_bin", "url"]]],
  ["autonomous-system", ["number"]],
  ["directory", ["path"]],
  ["domain-name", ["value"]],
  ["email-addr", ["value"]],
  ["email-message", ["is_multipart"]],
  ["file", [["hashes", "name"]]],
  ["ipv4-addr", ["value"]],
  ["ipv6-addr", ["value"]],
  ["mac-addr", ["value"]],
  ["mutex", ["name"]],
  ["network-traffic", ["protocols", ["src_ref", "dst_ref"]]],
  ["software", ["name"]],
  ["url", ["value"]],
]);

/** Properties of every object but an observable, beside type and id, and who need not modify. */
const COMMON = ["created", "modified", "spec_version"] as const;

/** Notes each required property that an object lacks. */
export function noteMissing(object: StixObject, reading: Reading): void {
  const { type, json, place } = object;
  if (!isObservable(object, reading)) {
    for (const key of COMMON) {
      if (json[key] === undefined && isRequired(key, type, reading.format)) {
        noteLack(key, type, place, reading);
      }
    }
  }
  const table = reading.format === "stix-2.1" ? REQUIRED_21 : REQUIRED_20;
  noteRequired(json, table.get(type) ?? OBSERVABLES.get(type) ?? [], type, place, reading);
}

/** Has an object of STIX 2.1 all that its type must have, beside what every object has? */
export function isComplete(json: JsonObject, type: string): boolean {
  const required = REQUIRED_21.get(type) ?? OBSERVABLES.get(type) ?? [];
  return required.every((property) => {
    const keys = typeof property === "string" ? [property] : property;
    return keys.some((key) => json[key] !== undefined);
  });
}

/** Notes what an observable inside 2.0 observed data lacks. */
export function noteMissingIn(
  json: JsonObject,
  type: string,
  place: string,
  reading: Reading,
): void {
  noteRequired(json, OBSERVABLES.get(type) ?? [], type, place, reading);
}

function isRequired(key: (typeof COMMON)[number], type: string, format: StixFormat): boolean {
  if (key === "spec_version") return format === "stix-2.1";
  return key !== "modified" || type !== "marking-definition";
}

/** An observable, also one of an unknown type whose extension says that it is one. */
function isObservable({ type, json }: StixObject, { format }: Reading): boolean {
  if (format === "stix-2.0") return false;
  if (isObservableType(type)) return true;
  const extensions = isObject(json.extensions) ? Object.values(json.extensions) : [];
  return extensions.some((entry) => isObject(entry) && entry.extension_type === "new-sco");
}

function noteRequired(
  json: JsonObject,
  required: readonly Required[],
  type: string,
  place: string,
  reading: Reading,
): void {
  for (const property of required) {
    const keys = typeof property === "string" ? [property] : property;
    if (keys.every((key) => json[key] === undefined)) {
      noteLack(keys.join(" or "), type, place, reading);
    }
  }
}

function noteLack(key: string, type: string, place: string, { notes }: Reading): void {
  notes.add(
    "property-missing",
    place,
    `This ${type.slice(0, 80)} has no ${key}, which it must have.`,
  );
}
