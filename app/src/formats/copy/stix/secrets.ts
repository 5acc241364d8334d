import type { Json } from "../../../core/item.ts";
import type { Change, Secret } from "../../../core/release/copy.ts";
import type { Way } from "../../../core/release/rewrite.ts";
import { isTimestamp } from "../../stix/timestamp.ts";
import { REMOVED } from "../text/text-edit.ts";
import type { RemovalLog } from "../removal-log.ts";
import { pointer } from "./object.ts";
import { isVocabulary } from "./vocabulary.ts";

/** What the standard itself writes into objects, and what a copy writes anew. */
const NO_SECRET: ReadonlySet<string> = new Set([
  "type",
  "spec_version",
  "id",
  "created",
  "modified",
  "relationship_type",
  "pattern_type",
  "pattern_version",
  "extension_type",
  "definition_type",
  "lang",
  "kill_chain_name",
  "phase_name",
  "data_type",
  "country",
  "region",
  "granular_markings",
]);

const NAMES: ReadonlySet<string> = new Set([
  "name",
  "aliases",
  "display_name",
  "account_login",
  "user_id",
  "authors",
]);

const PLACES: ReadonlySet<string> = new Set([
  "city",
  "street_address",
  "postal_code",
  "administrative_area",
  "latitude",
  "longitude",
]);

/** Keys of publishers' own properties that hold who made the object, or where it lies at home. */
const ABOUT_THE_MAKER =
  /auth|creat|analyst|user|owner|contact|mail|ticket|case|operator|assign|phone|reporter|orgc?_/i;
/** Unmistakable wherever they stand: an address, an id. */
const TELLING = /@|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/i;

/** Of a longer text this much is kept. */
const LONGEST = 20_000;

/**
 * Logs what must not be found in the copy once this value was taken out of an object: names, values,
 * places, ids; not the words of the standard's vocabularies. A text may stand elsewhere by right. What
 * left only because nothing is known of its property ("allow-list") is no secret unless it tells who made
 * the object.
 */
export function keepSecrets(
  value: Json,
  at: { readonly place: string; readonly type: string },
  way: Way,
  step: Change["step"],
  log: RemovalLog,
): void {
  const key = nameOf(way);
  if (NO_SECRET.has(key)) return;
  if (typeof value === "string" || typeof value === "number") {
    keepOne(String(value).slice(0, LONGEST), key, { type: at.type, step }, pointer(at, way), log);
  } else if (Array.isArray(value)) {
    value.forEach((one: Json, n) => keepSecrets(one, at, [...way, n], step, log));
  } else if (typeof value === "object" && value !== null) {
    for (const [name, below] of Object.entries(value)) {
      keepSecrets(below, at, [...way, name], step, log);
    }
  }
}

function keepOne(
  text: string,
  key: string,
  { type, step }: { readonly type: string; readonly step: Change["step"] },
  place: string,
  log: RemovalLog,
): void {
  if (key.endsWith("_ref") || key.endsWith("_refs")) {
    log.parting(key.includes("marking") ? "marking" : "id", text, place);
  } else if (isTimestamp(text)) {
    if (step === "generalise-time") log.secret("time", text, place);
  } else if (isVocabulary(text) || text === REMOVED) return;
  else if (step !== "allow-list" || TELLING.test(text) || ABOUT_THE_MAKER.test(key)) {
    const kind = kindOf(text, key, type);
    if (kind === "text") log.parting(kind, text, place);
    else log.value(kind, text, place);
  }
}

function kindOf(text: string, key: string, type: string): Secret["kind"] {
  if (PLACES.has(key)) return "place";
  if (NAMES.has(key)) return type === "location" ? "place" : "name";
  if (/^[^\s@]+@[^\s@]+$/.test(text)) return "address";
  return text.includes(" ") ? "text" : "value";
}

/** The last property name on a way. */
function nameOf(way: Way): string {
  for (let n = way.length - 1; n >= 0; n--) {
    const step = way[n];
    if (typeof step === "string") return step;
  }
  return "";
}
