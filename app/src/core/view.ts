import { yearsBegun, type Day } from "./day.ts";
import type { FactsSheet } from "./sheet.ts";

/**
 * A facts sheet as questions can see it on a day, as text: sheets with the same text put the same
 * question, whichever partner and request it is about. Names of actors stand in no question, and of
 * dates only the age and whether the day lies outside.
 */
export function viewOn(facts: FactsSheet, now: Day): string {
  const { actors: _names, ...sets } = facts.sets;
  const { lastProcessed, iepStart, iepEnd } = facts.dates;
  return JSON.stringify([
    { ...facts, sets, dates: {} },
    lastProcessed === undefined ? "unknown" : yearsBegun(lastProcessed, now),
    (iepStart !== undefined && now < iepStart) || (iepEnd !== undefined && now > iepEnd),
  ]);
}
