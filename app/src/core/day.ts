/** A calendar day, YYYY-MM-DD, in UTC. */
export type Day = string;

/** What follows the day in a timestamp in UTC (RFC 3339 section 5.6, leap second included). */
const TIME = /^[Tt](?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\.[0-9]{1,30})?[Zz]$/;
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Is this text a day that exists (2026-02-29 does not)? */
export function isDay(text: string): text is Day {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (parts === null) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

/** The day of a day or an RFC 3339 timestamp in UTC; undefined when there is no such day. */
export function toDay(text: string): Day | undefined {
  const day = text.slice(0, 10);
  const rest = text.slice(10);
  if (!isDay(day)) return undefined;
  return rest === "" || TIME.test(rest) ? day : undefined;
}

/** Whole years from one day to a later one, a begun year counted as one; 0 when not later. */
export function yearsBegun(from: Day, to: Day): number {
  if (to <= from) return 0;
  const full = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(4) > from.slice(4) ? full + 1 : full;
}

/** Whole months from one day to a later one, a begun month counted as one; 0 when not later. */
export function monthsBegun(from: Day, to: Day): number {
  if (to <= from) return 0;
  const months =
    (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 +
    Number(to.slice(5, 7)) -
    Number(from.slice(5, 7));
  return to.slice(8) > from.slice(8) ? months + 1 : months;
}

/** A number of days, 0 or more, after a day. */
export function addDays(day: Day, count: number): Day {
  let [year, month, date] = [day.slice(0, 4), day.slice(5, 7), day.slice(8)].map(Number) as [
    number,
    number,
    number,
  ];
  date += count;
  while (date > daysIn(year, month)) {
    date -= daysIn(year, month);
    month = month === 12 ? 1 : month + 1;
    if (month === 1) year += 1;
  }
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(date)}`;
}

function daysIn(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && leap ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0);
}
