import type { Day } from "../../core/day.ts";
import type { Moment } from "./records.ts";

/** A moment so many milliseconds later, with milliseconds. */
export function later(moment: Moment, milliseconds: number): Moment {
  return new Date(Date.parse(moment) + milliseconds).toISOString();
}

/** Whether a moment lies before another. Their texts need not have the same precision. */
export function isBefore(one: Moment, other: Moment): boolean {
  return Date.parse(one) < Date.parse(other);
}

/** The day of a moment. */
export function dayOf(moment: Moment): Day {
  return moment.slice(0, 10);
}
