import { createHash } from "node:crypto";
import type { JsonObject } from "../../core/item.ts";
import { RECALL_TAG } from "../../formats/copy/misp-recall.ts";
import { parseJson } from "../../formats/json/parse.ts";
import { DEFAULT_LIMITS } from "../../formats/limits.ts";
import { isObject, listOf, objectOf, textOf } from "../../formats/misp/shape.ts";
import type { Released, ReleasedBody } from "../../usecases/release/outbox.ts";

/** What the manifest says of one event. */
export interface FeedEntry {
  readonly row: Released;
  /** Its property of the manifest, as JSON: `"<uuid>":{…}`. */
  readonly json: string;
  /** Served to call it back, and for a while only. */
  readonly isRecalled: boolean;
}

/**
 * Reads what the manifest says of an event, from the bytes that were released and nothing else.
 * "integrity:sha256" is that of the event's file.
 *
 * Source: MISP core format, section "Manifest". Throws an Error for a row whose bytes are not its event.
 */
export function feedEntry({ body, ...row }: ReleasedBody): FeedEntry {
  const event = eventOf(body, row.id);
  const tags = listOf(event["Tag"]).filter(isObject);
  const orgc = objectOf(event["Orgc"]);
  const entry = {
    Orgc: { name: textOf(orgc?.["name"]) ?? "", uuid: textOf(orgc?.["uuid"]) ?? "" },
    Tag: tags.map(({ name, colour }) => ({ colour: textOf(colour) ?? NO_COLOUR, name })),
    info: textOf(event["info"]) ?? "",
    date: textOf(event["date"]) ?? "",
    analysis: numberOf(event, "analysis", INITIAL),
    threat_level_id: numberOf(event, "threat_level_id", UNDEFINED_THREAT),
    timestamp: numberOf(event, "timestamp"),
    "integrity:sha256": createHash("sha256").update(body).digest("hex"),
  };
  return {
    row,
    json: `${JSON.stringify(row.id)}:${JSON.stringify(entry)}`,
    isRecalled: tags.some(({ name }) => name === RECALL_TAG),
  };
}

/** The event of a row. Throws an Error where the bytes hold another or none. */
export function eventOf(body: Uint8Array, id: string): JsonObject {
  const json = parseJson(body, "released event", DEFAULT_LIMITS);
  const event = isObject(json) ? objectOf(json["Event"]) : undefined;
  if (event === undefined || event["uuid"] !== id) {
    throw new Error("a row of a MISP feed does not hold the event it is named after");
  }
  return event;
}

const NO_COLOUR = "#ffffff";
const INITIAL = 0;
const UNDEFINED_THREAT = 4;

function numberOf(event: JsonObject, key: string, otherwise?: number): number {
  const value = event[key];
  const number = value === undefined ? otherwise : Number(value);
  if (number === undefined || !Number.isSafeInteger(number)) {
    throw new Error(`the ${key} of an event in a MISP feed is no number`);
  }
  return number;
}
