import { isTimestamp } from "../../formats/stix/timestamp.ts";

/** PostgreSQL and people know no year 0. */
const FIRST = "0001-01-01T00:00:00.000000Z";
const SECONDS = "2026-01-01T00:00:00".length;

/**
 * A client's time in microseconds, what follows cut off: "2016-01-01T00:00:00.100000Z". Fewer digits, or
 * none, are taken. Undefined for what is no timestamp in UTC (TAXII 2.1 section 3.2).
 */
export function parseStamp(text: string): string | undefined {
  if (!isTimestamp(text)) return undefined;
  if (text.startsWith("0000")) return FIRST;
  // A leap second: nothing is dated within it, and what comes next is later.
  if (text.startsWith(":60", SECONDS - 3)) return `${text.slice(0, SECONDS - 2)}59.999999Z`;
  const fraction = text.slice(SECONDS + 1, -1).slice(0, 6);
  return `${text.slice(0, SECONDS)}.${fraction.padEnd(6, "0")}Z`;
}

/** A stamp in whole milliseconds, cut off: of times in whole milliseconds the same are later than it. */
export function toMilliseconds(stamp: string): string {
  return `${stamp.slice(0, SECONDS + 4)}Z`;
}

/** A time of ours, in whole milliseconds, as TAXII writes it: ".123000Z". */
export function toMicroseconds(at: string): string {
  return parseStamp(at) ?? at;
}
