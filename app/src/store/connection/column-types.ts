import pg from "pg";

/** The numbers PostgreSQL gives its types (pg_type.dat). */
const INT8 = 20;
const DATE = 1082;
const TIMESTAMPTZ = 1184;

const parsers = new Map<number, (text: string) => unknown>([
  [INT8, toWholeNumber],
  [TIMESTAMPTZ, toMoment],
  [DATE, (text) => text],
]);

/** How the text of a column becomes a value, for one connection; nothing global is changed. */
export const COLUMN_TYPES: pg.CustomTypesConfig = {
  getTypeParser: ((type: number, format?: "text" | "binary") =>
    (format === "binary" ? undefined : parsers.get(type)) ??
    pg.types.getTypeParser(type, format)) as typeof pg.types.getTypeParser,
};

/** Throws a RangeError for a number that JavaScript would round. */
function toWholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError(`${text} is larger than 2^53, which no counter here reaches`);
}

/** "2026-11-26 08:00:00.5+00", as sessions in UTC get it, to "2026-11-26T08:00:00.500000Z". */
function toMoment(text: string): string {
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/.exec(text);
  if (match === null) throw new RangeError(`${text} is not a time in UTC`);
  const [, day, time, fraction = ""] = match;
  return `${day}T${time}.${fraction.padEnd(6, "0")}Z`;
}
