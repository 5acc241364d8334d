import type { Json, JsonObject } from "../../../core/item.ts";
import type { Reading } from "../object.ts";
import { isObject } from "../property.ts";
import { compareInstants, isTimestamp } from "../timestamp.ts";

/**
 * Properties of the type timestamp, wherever they stand in standard objects and extensions. Source:
 * STIX 2.1 sections 3.2, 4, 5 and 6; STIX 2.0 parts 2 and 4.
 */
const TIMESTAMPS: ReadonlySet<string> = new Set([
  "created",
  "modified",
  "accessed",
  "account_created",
  "account_expires",
  "account_first_login",
  "account_last_login",
  "analysis_ended",
  "analysis_started",
  "atime",
  "credential_last_changed",
  "ctime",
  "first_observed",
  "first_seen",
  "last_observed",
  "last_seen",
  "mtime",
  "password_last_changed",
  "private_key_usage_period_not_after",
  "private_key_usage_period_not_before",
  "published",
  "start_time",
  "stop_time",
  "submitted",
  "time_date_stamp",
  "valid_from",
  "valid_until",
  "validity_not_after",
  "validity_not_before",
]);

/** Timestamps only in objects of this type; elsewhere anybody's words. */
const TIMESTAMPS_OF: ReadonlyMap<string, readonly string[]> = new Map([
  ["network-traffic", ["start", "end"]],
  ["email-message", ["date"]],
]);

/** The later of two timestamps, the earlier one, and whether they may be the same instant. */
export const ORDERED: ReadonlyMap<string, readonly [earlier: string, mayBeEqual: boolean]> =
  new Map([
    ["modified", ["created", true]],
    ["valid_until", ["valid_from", false]],
    ["last_observed", ["first_observed", true]],
    ["last_seen", ["first_seen", true]],
    ["stop_time", ["start_time", false]],
    ["end", ["start", true]],
  ]);

/**
 * Notes timestamps that are none or name no moment of the calendar, and pairs in the wrong order, in
 * an object or in an observable inside 2.0 observed data.
 */
export function noteTimestamps(
  json: JsonObject,
  type: string,
  place: string,
  reading: Reading,
): void {
  const own = TIMESTAMPS_OF.get(type);
  for (const key in json) {
    if (TIMESTAMPS.has(key) || own?.includes(key) === true) {
      noteTimestamp(json[key], `${place}/${key}`, reading);
      noteOrder(json, key, place, reading);
    } else if (key === "extensions") {
      noteExtensions(json[key], place, reading);
    }
  }
}

function noteExtensions(extensions: Json | undefined, place: string, reading: Reading): void {
  if (!isObject(extensions)) return;
  for (const extension of Object.values(extensions)) {
    if (!isObject(extension)) continue;
    for (const [key, value] of Object.entries(extension)) {
      if (TIMESTAMPS.has(key)) noteTimestamp(value, `${place}/extensions`, reading);
    }
  }
}

function noteTimestamp(value: Json | undefined, place: string, { notes }: Reading): void {
  if (typeof value === "string" && isTimestamp(value)) return;
  notes.add("timestamp-invalid", place, "This is not a date and time that exists, in UTC with Z.");
}

function noteOrder(json: JsonObject, later: string, place: string, { notes }: Reading): void {
  const [earlier, mayBeEqual] = ORDERED.get(later) ?? [];
  if (earlier === undefined) return;
  const [from, to] = [json[earlier], json[later]];
  if (typeof from !== "string" || typeof to !== "string") return;
  const order = compareInstants(from, to);
  if (order < 0 || (order === 0 && mayBeEqual === true)) return;
  if (!isTimestamp(from) || !isTimestamp(to)) return;
  const says = `${later} must be later than ${earlier}${mayBeEqual === true ? ", or the same" : ""}.`;
  notes.add("timestamps-out-of-order", `${place}/${later}`, says);
}
