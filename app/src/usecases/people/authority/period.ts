import { isDay, type Day } from "../../../core/day.ts";
import { Denied } from "../denied.ts";

/** From a day up to and including another, or without end. */
export interface Period {
  readonly from: Day;
  readonly until: Day | undefined;
}

/** The last day that stands for no end in the database. */
const FOREVER = "9999-12-31";

/** Throws "bad-input" for days that do not exist, or an end before the beginning. */
export function checkPeriod({ from, until }: Period): void {
  checkDay("from", from);
  if (until === undefined) return;
  checkDay("until", until);
  if (until < from) throw bad("until", "it lies before the first day");
}

export function checkDay(field: string, day: string): void {
  if (!isDay(day)) throw bad(field, "there is no such day");
  if (day >= FOREVER) throw bad(field, "it is too far away");
}

function bad(field: string, problem: string): Denied {
  return new Denied("bad-input", field, problem, "write a day as YYYY-MM-DD");
}
