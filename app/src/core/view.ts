import { yearsBegun, type Day } from "./day.ts";
import type { FactsSheet } from "./facts/sheet.ts";

/**
 * A facts sheet as questions can see it on a day, as text: sheets with the same text put the same
 * question, whichever partner and request it is about. Names of actors stand in no question, and of
 * dates only the age and whether the day lies outside.
 */
export function viewOn(facts: FactsSheet, now: Day): string {
  const { byContainer, ...own } = facts;
  return JSON.stringify([
    { ...own, ...seen(own, now) },
    byContainer === undefined ? null : { ...byContainer, ...seen(byContainer, now) },
  ]);
}

function seen({ sets, dates }: Pick<FactsSheet, "sets" | "dates">, now: Day) {
  const { lastProcessed, iepStart, iepEnd } = dates;
  return {
    sets: { ...sets, actors: undefined },
    dates: undefined,
    age: lastProcessed === undefined ? null : yearsBegun(lastProcessed, now),
    outside: (iepStart !== undefined && now < iepStart) || (iepEnd !== undefined && now > iepEnd),
  };
}
