/** Digits of a second's fraction that are read; the standard sets no limit. */
const LONGEST = "2026-01-01T00:00:00.Z".length + 40;

const DAYS_IN_MONTH = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/**
 * Is this a STIX timestamp that exists: RFC 3339 in UTC with "Z", on a day of the calendar? A leap
 * second exists only as the last second of a day. Written without a regular expression, since every
 * object has two. Source: STIX 2.1 section 2.18.
 */
export function isTimestamp(text: string): boolean {
  const end = text.length - 1;
  if (end < 19 || end >= LONGEST || text.charAt(end) !== "Z" || !hasMarks(text)) return false;
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)];
  if (year < 0 || month < 1 || day < 1 || day > (DAYS_IN_MONTH[month] ?? 0)) return false;
  if (month === 2 && day === 29 && !isLeapYear(year)) return false;
  const [hour, minute, second] = [digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, 19)];
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0) return false;
  if (second > 59 && !(second === 60 && hour === 23 && minute === 59)) return false;
  return end === 19 || (text.charAt(19) === "." && end > 20 && areDigits(text, 20, end));
}

/** Compares two STIX timestamps as instants: negative, zero or positive. */
export function compareInstants(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = a.length === b.length ? [a, b] : [toComparable(a), toComparable(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The same instant always gives the same text, and texts sort as their instants do. */
function toComparable(timestamp: string): string {
  const [whole = "", fraction = ""] = timestamp.slice(0, -1).split(".");
  return `${whole}.${fraction.replace(/0+$/, "")}`;
}

function hasMarks(text: string): boolean {
  return (
    text.charAt(4) === "-" &&
    text.charAt(7) === "-" &&
    text.charAt(10) === "T" &&
    text.charAt(13) === ":" &&
    text.charAt(16) === ":"
  );
}

/** The number that these characters write, -1 where one is no digit. */
function digits(text: string, start: number, end: number): number {
  let number = 0;
  for (let i = start; i < end; i++) {
    const digit = text.charCodeAt(i) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

const ZERO = 0x30;

function areDigits(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (digits(text, i, i + 1) < 0) return false;
  return true;
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
