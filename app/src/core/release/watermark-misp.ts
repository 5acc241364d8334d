import type { Json, JsonObject } from "../item.ts";
import { choose, type NameFor, type Sign } from "./watermark.ts";

const CHANNEL = "seconds";
/** Ten minutes: the time of a part says when it was last edited, and all of a copy are edited at once. */
const CHOICES = 600;
const KINDS = ["Attribute", "Object", "EventReport"];

/**
 * A MISP event with a recipient's mark: attributes, objects and reports that have the event's own time get
 * one of the ten minutes up to it. The event's time stays, and with it what a consumer goes by.
 */
export function markMisp(event: JsonObject, nameFor: NameFor): JsonObject {
  const time = Number(event["timestamp"]);
  if (!Number.isSafeInteger(time) || time < CHOICES) return event;
  return mark(event, event["timestamp"] ?? null, nameFor);
}

/** The signs in a MISP event that was found. */
export function signsInMisp(event: JsonObject): readonly Sign[] {
  return partsOf(event).flatMap((part): readonly Sign[] => {
    const context = contextOf(part);
    const time = Number(part["timestamp"]);
    const inner = signsInMisp(part);
    if (context === undefined || !Number.isSafeInteger(time) || time <= 0) return inner;
    return [{ channel: CHANNEL, context, choices: CHOICES, found: [time % CHOICES] }, ...inner];
  });
}

function mark(part: JsonObject, whole: Json, nameFor: NameFor): JsonObject {
  const marked: Record<string, Json> = { ...part };
  for (const kind of KINDS) {
    const inner = part[kind];
    if (!Array.isArray(inner)) continue;
    marked[kind] = (inner as readonly Json[]).map((one) =>
      isObject(one) ? mark(timed(one, whole, nameFor), whole, nameFor) : one,
    );
  }
  return marked;
}

function timed(part: JsonObject, whole: Json, nameFor: NameFor): JsonObject {
  const context = contextOf(part);
  if (context === undefined || part["timestamp"] !== whole) return part;
  const choice = choose(nameFor, { channel: CHANNEL, context, choices: CHOICES });
  const time = Number(whole);
  const back = (((time - choice) % CHOICES) + CHOICES) % CHOICES;
  return { ...part, timestamp: typeof whole === "string" ? String(time - back) : time - back };
}

/** What a part says; for an object, what its attributes say. */
function contextOf(part: JsonObject): string | undefined {
  const { type, value, name, content } = part;
  if (typeof value === "string") return JSON.stringify([type ?? null, value]);
  if (typeof name !== "string") return undefined;
  const values = partsOf(part).map((inner) => inner["value"] ?? null);
  return JSON.stringify([name, content ?? null, ...values]);
}

function partsOf(part: JsonObject): readonly JsonObject[] {
  return KINDS.flatMap((kind) => {
    const inner = part[kind];
    return Array.isArray(inner) ? (inner as readonly Json[]).filter(isObject) : [];
  });
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
