import type { Json, JsonObject } from "../../core/item.ts";
import { Refusal } from "../../core/refusal.ts";
import { parseJson } from "../json/parse.ts";
import { DEFAULT_LIMITS } from "../limits.ts";
import { papOfLabel } from "../../core/marking/pap.ts";
import { tlpOfLabel } from "../../core/marking/tlp.ts";
import { isObject, listOf, objectOf, textOf, uuidOf } from "../misp/shape.ts";

/** On an event that was called back. Programs of the consumer find the event by it. */
export const RECALL_TAG = 'caveat:recall="recalled"';

const RECALL_INFO = "Recalled by its sender: do not use it, and destroy what you have of it.";
const RECALL_COLOUR = "#cc0000";
/** In the place of names and values. */
const RECALLED = "Recalled";
/** Levels of an event that says nothing: undefined, and completed. */
const NOT_STATED = { threat_level_id: "4", analysis: "2" };

/** What an event holds that has an id, a stamp and `deleted` of its own. */
const PARTS = ["Attribute", "Object", "EventReport"] as const;

/**
 * The event as it is served to call it back: the same uuids, every attribute, object and report
 * `deleted`, what can be overwritten at the reader (title, values, comments, report texts) overwritten, all
 * else of what it said left out, and a tag. A MISP takes it in over what it has, since all stamps are
 * newer; merely leaving the feed it would not notice.
 *
 * In: the bytes {"Event": …} as released; UTC. Throws a Refusal where they are no event.
 */
export function recallEvent(released: Uint8Array, at: string): Uint8Array {
  const event = eventOf(released, "the released event");
  const stamp = stampAfter([event], at);
  const parts = PARTS.flatMap((key) =>
    event[key] === undefined ? [] : [[key, partsOf(event, key).map(WITHDRAWN[key])] as const],
  );
  const recalled = {
    ...kept(event, ["uuid", "Orgc"]),
    ...NOT_STATED,
    info: RECALL_INFO,
    date: at.slice(0, 10),
    Tag: withTag(event),
    ...Object.fromEntries(parts),
  };
  return bytesOf(withStamps(recalled, stamp));
}

/**
 * A corrected event as it is served in the place of the one released before: what is no longer in it is
 * there as `deleted`, and the stamps of the event, its attributes, objects and reports are all newer,
 * without which a MISP passes over them one by one.
 *
 * In: both as bytes {"Event": …}; UTC. Throws a Refusal where either is no event, and "contradiction"
 * where they have not the same uuid.
 */
export function correctEvent(released: Uint8Array, corrected: Uint8Array, at: string): Uint8Array {
  const before = eventOf(released, "the released event");
  const after = eventOf(corrected, "the corrected event");
  if (uuidOf(before["uuid"]) !== uuidOf(after["uuid"])) {
    const problem = "it has another uuid than the event it corrects";
    throw new Refusal("contradiction", "the corrected event", problem, "release it as a new event");
  }
  const joined = withGone(after, before, idsOf(after));
  return bytesOf(withStamps(joined, stampAfter([before, after], at)));
}

/** Whether an event as served, {"Event": …}, says that it was called back. Throws a Refusal for none. */
export function isRecallEvent(bytes: Uint8Array): boolean {
  const event = eventOf(bytes, "the served event");
  return partsOf(event, "Tag").some(({ name }) => name === RECALL_TAG);
}

/** The uuids of an event, {"Event": …}, and of all in it that has one. Throws a Refusal for none. */
export function uuidsOfEvent(bytes: Uint8Array): readonly string[] {
  return allOf(eventOf(bytes, "the served event")).flatMap(({ uuid }) => uuidOf(uuid) ?? []);
}

function eventOf(bytes: Uint8Array, name: string): JsonObject {
  const json = parseJson(bytes, name, DEFAULT_LIMITS);
  const event = isObject(json) ? objectOf(json["Event"]) : undefined;
  if (event === undefined || uuidOf(event["uuid"]) === undefined) {
    throw new Refusal(
      "unknown-format",
      name,
      "it is no MISP event with a uuid",
      "give a whole event",
    );
  }
  return event;
}

/** In whole seconds: the time, and later than every stamp of these events. */
function stampAfter(events: readonly JsonObject[], at: string): number {
  let stamp = Math.floor(Date.parse(at) / 1000);
  for (const part of events.flatMap(allOf)) {
    for (const key of ["timestamp", "publish_timestamp"]) {
      const own = Number(part[key]);
      if (Number.isSafeInteger(own) && own >= stamp) stamp = own + 1;
    }
  }
  return stamp;
}

/** The event and everything in it that has a stamp. */
function allOf(event: JsonObject): readonly JsonObject[] {
  const parts = PARTS.flatMap((key) => partsOf(event, key));
  return [event, ...parts, ...parts.flatMap((part) => partsOf(part, "Attribute"))];
}

function partsOf(json: JsonObject, key: string): readonly JsonObject[] {
  return listOf(json[key]).filter(isObject);
}

function idsOf(event: JsonObject): ReadonlySet<Json | undefined> {
  return new Set(allOf(event).map((part) => part["uuid"]));
}

/** With what only `before` has, as deleted; inside objects that both have, too. */
function withGone(
  after: JsonObject,
  before: JsonObject,
  kept: ReadonlySet<Json | undefined>,
): JsonObject {
  const lists = PARTS.flatMap((key) => {
    const had = new Map(partsOf(before, key).map((part) => [part["uuid"], part]));
    const gone = [...had.values()].filter(({ uuid }) => !kept.has(uuid));
    const stays = partsOf(after, key).map((part) => {
      const same = had.get(part["uuid"]);
      return same === undefined || key === "Attribute" ? part : withGone(part, same, kept);
    });
    const list = [...stays, ...gone.map(WITHDRAWN[key])];
    return list.length === 0 ? [] : [[key, list] as const];
  });
  return { ...after, ...Object.fromEntries(lists) };
}

/**
 * A part without what it said, as deleted. An attribute becomes a comment that says it was recalled: a
 * value has to be there (the core format and PyMISP ask for one), it has to fit its type, and a MISP takes
 * type, category and value over what it has (`EDITABLE_FIELDS` of its attributes), so that the value is
 * overwritten there too. Comments correlate with nothing. An object keeps the names of its template, which
 * it has to have.
 */
const WITHDRAWN: Readonly<Record<(typeof PARTS)[number], (part: JsonObject) => JsonObject>> = {
  Attribute: (part) => ({
    ...deleted(part),
    ...kept(part, ["object_relation"]),
    type: "comment",
    category: "Other",
    value: `${RECALLED} ${textOf(part["uuid"]) ?? ""}`,
    comment: "",
    to_ids: false,
  }),
  Object: (part) => ({
    ...deleted(part),
    ...kept(part, ["name", "meta-category", "template_uuid", "template_version"]),
    description: "",
    comment: "",
    Attribute: partsOf(part, "Attribute").map(WITHDRAWN.Attribute),
  }),
  EventReport: (part) => ({ ...deleted(part), name: RECALLED, content: RECALL_INFO }),
};

function deleted(part: JsonObject): JsonObject {
  return { ...kept(part, ["uuid", "timestamp"]), deleted: true };
}

function kept(json: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.flatMap((key) => (key in json ? [[key, json[key] ?? null]] : [])));
}

/** The tags that say how it is to be handled, and no other: those of a galaxy say what it was about. */
function withTag(event: JsonObject): Json {
  const handling = partsOf(event, "Tag").filter(({ name }) => isHandling(textOf(name) ?? ""));
  return [...handling, { name: RECALL_TAG, colour: RECALL_COLOUR }];
}

function isHandling(name: string): boolean {
  if (tlpOfLabel(name) !== undefined || papOfLabel(name) !== undefined) return true;
  return name.startsWith("caveat:") && name !== RECALL_TAG;
}

function withStamps(event: JsonObject, stamp: number): JsonObject {
  const timestamp = String(stamp);
  const raise = (part: JsonObject): JsonObject => {
    const lists = PARTS.flatMap((key) =>
      part[key] === undefined ? [] : [[key, partsOf(part, key).map(raise)] as const],
    );
    return { ...part, ...Object.fromEntries(lists), timestamp };
  };
  return { ...raise(event), publish_timestamp: timestamp, published: true };
}

function bytesOf(event: JsonObject): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ Event: event }));
}
