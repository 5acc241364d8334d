import type { Json, JsonObject } from "../../core/item.ts";
import { isList, isObject, objectOf } from "./shape.ts";

/** An event and the JSON pointer to it; `json` is undefined where something else stands there. */
export interface PlacedEvent {
  readonly json: JsonObject | undefined;
  readonly place: string;
}

/** Fields of an event that tell it from other things with an `info`. */
const EVENT_FIELDS = [
  "Attribute",
  "Object",
  "Orgc",
  "Tag",
  "Galaxy",
  "EventReport",
  "threat_level_id",
  "analysis",
  "publish_timestamp",
  "distribution",
] as const;

/**
 * Does this JSON look like MISP: {"response":[{"Event"}]}, {"Event"}, an array of {"Event"}, the
 * answer of an attribute search, or an event without wrapper? A feed's manifest, a galaxy and a
 * taxonomy do not.
 */
export function looksLikeMisp(json: Json): boolean {
  if (isList(json)) return json.length > 0 && json.every(isEvent);
  if (!isObject(json)) return false;
  const { response } = json;
  if (response === undefined) return isEvent(json);
  return isList(response) ? response.every(isEvent) : isEvent(response);
}

/** Every event of a file in any of the wrappers, with its place, and the places of what is none. */
export function eventsOf(json: Json): readonly PlacedEvent[] {
  const response = isObject(json) ? json["response"] : undefined;
  return response === undefined ? eventsAt(json, "") : eventsAt(response, "/response");
}

function eventsAt(json: Json, place: string): readonly PlacedEvent[] {
  return isList(json)
    ? json.map((one, index) => eventAt(one, `${place}/${String(index)}`))
    : [eventAt(json, place)];
}

function eventAt(json: Json, place: string): PlacedEvent {
  if (isObject(json) && isWrapped(json)) {
    return { json: objectOf(json["Event"]), place: `${place}/Event` };
  }
  return { json: isNaked(json) ? objectOf(json) : undefined, place };
}

/** Wrapped or naked: something that can be read as an event. */
function isEvent(json: Json): boolean {
  return isWrapped(json) || isNaked(json);
}

function isWrapped(json: Json): boolean {
  return isObject(json) && isObject(json["Event"]) && json["type"] === undefined;
}

function isNaked(json: Json): boolean {
  if (!isObject(json) || json["type"] !== undefined) return false;
  return isList(json["Attribute"]) || isList(json["Object"]) || hasInfo(json);
}

function hasInfo(json: JsonObject): boolean {
  return typeof json["info"] === "string" && EVENT_FIELDS.some((key) => json[key] !== undefined);
}
