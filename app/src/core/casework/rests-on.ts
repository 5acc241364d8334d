import { isFixed } from "../canonical-json.ts";
import { addDays, isDay, toDay, type Day } from "../day.ts";

/**
 * The next day on which something that a decision rests on may be otherwise: a day named in it, the day
 * after the last day of something that ends, or the day on which something is a year older, since rules
 * ask how many years ago it was. It looks at every day wherever it stands, so that a new kind of date is
 * never forgotten; deciding once too often costs nothing. Only `now` itself is left out, under that
 * name. Undefined where no day is named.
 *
 * In: grounds, verdicts or duties as data, and today. Out: a day after today.
 */
export function nextChange(grounds: unknown, now: Day): Day | undefined {
  const days = new Set<Day>();
  collect(grounds, days);
  const coming = [...days].flatMap((day) => turns(day, now)).filter((day) => day > now);
  return coming.reduce<Day | undefined>(
    (first, day) => (first === undefined || day < first ? day : first),
    undefined,
  );
}

/** The days in what cannot change any more, once they were looked for. */
const FOUND: WeakMap<object, ReadonlySet<Day>> = new WeakMap();

function collect(value: unknown, into: Set<Day>): void {
  if (typeof value === "string") {
    const day = value.length < 10 ? undefined : toDay(value);
    if (day !== undefined) into.add(day);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  if (isFixed(value)) for (const day of daysIn(value)) into.add(day);
  else collectMembers(value, into);
}

function daysIn(value: object): ReadonlySet<Day> {
  const known = FOUND.get(value);
  if (known !== undefined) return known;
  const found = new Set<Day>();
  collectMembers(value, found);
  FOUND.set(value, found);
  return found;
}

function collectMembers(value: object, into: Set<Day>): void {
  for (const [key, one] of Object.entries(value)) if (key !== "now") collect(one, into);
}

/** The day itself, and the day after it in this year and the next: in its own year, the end of it. */
function turns(day: Day, now: Day): readonly Day[] {
  return [day, ...[0, 1].map((years) => yearOlder(day, now, years))];
}

/** The day after the anniversary in the year of `now`, or so many years later. */
function yearOlder(day: Day, now: Day, years: number): Day {
  const year = String(Number(now.slice(0, 4)) + years).padStart(4, "0");
  const anniversary = `${year}${day.slice(4)}`;
  return isDay(anniversary) ? addDays(anniversary, 1) : `${year}-03-01`;
}
