const MOMENT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,60}))?Z$/;

/**
 * A moment in UTC with six digits of its second, as the database keeps it; more of them are cut off.
 * Throws a RangeError for what is no moment.
 */
export function toMicroseconds(moment: string): string {
  const [, whole, fraction = ""] = MOMENT.exec(moment) ?? [];
  if (whole === undefined) return toMicroseconds(new Date(moment).toISOString());
  return `${whole}.${fraction.slice(0, 6).padEnd(6, "0")}Z`;
}

/** The same with three digits, and with six only where there is more to say. */
export function toShortest(moment: string): string {
  return moment.replace(/000Z$/, "Z");
}
