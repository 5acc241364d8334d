import { isDay } from "../../core/day.ts";
import type { Claim, Json, JsonObject } from "../../core/item.ts";
import type { Reading } from "./reading.ts";

/** Last second of the year 9999, Unix time. */
const LATEST = 253_402_300_799;

/**
 * The claims of how old an element is and when it was last processed: its `timestamp` (Unix
 * seconds), and for an event its `date`. 0 means not set. Others that are no date are noted.
 */
export function readAge(element: JsonObject, place: string, reading: Reading): Claim[] {
  const claims: Claim[] = [];
  const { timestamp, date } = element;
  if (isSet(timestamp)) {
    const at = `${place}/timestamp`;
    const time = toInstant(timestamp);
    if (time === undefined)
      reading.notes.add("bad-timestamp", at, "The timestamp is no Unix time.");
    else {
      claims.push(dated(at), {
        fact: "lastProcessed",
        value: time,
        place: at,
        says: "last changed",
      });
    }
  }
  if (isSet(date)) {
    const at = `${place}/date`;
    if (typeof date === "string" && isDay(date.trim())) claims.push(dated(at));
    else reading.notes.add("bad-date", at, "The date is no day of the calendar.");
  }
  return claims;
}

function dated(place: string): Claim {
  return { fact: "ageStated", value: true, place, says: "states a date" };
}

function isSet(json: Json | undefined): json is Json {
  return json !== undefined && json !== null && json !== "" && json !== "0" && json !== 0;
}

/** Unix seconds as a number or digits, to RFC 3339 in UTC. */
function toInstant(json: Json): string | undefined {
  const text = typeof json === "number" || typeof json === "string" ? String(json).trim() : "";
  if (!/^\d{1,12}$/.test(text) || Number(text) > LATEST) return undefined;
  return new Date(Number(text) * 1000).toISOString().replace(".000Z", "Z");
}
