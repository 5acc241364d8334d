import type { TimeGrain } from "../../../core/release/plan.ts";

/** RFC 3339 and what looks like it, its parts named. */
const INSTANT =
  /(?<![\p{L}\p{N}.])(?<year>(?:19|20)\d\d)(?<mark>[-/.])(?<month>0[1-9]|1[0-2])\k<mark>(?<day>0[1-9]|[12]\d|3[01])(?:[T _]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?: ?(?:Z|UTC|GMT|CET|CEST|[+-]\d{2}:?\d{2}))?)?(?![\p{N}])/gu;
/** 12/03/2026, 12.3.26: which of the two is the month, nobody knows. */
const SHORT_DATE =
  /(?<![\p{L}\p{N}./-])\d{1,2}([-/.])\d{1,2}\1(?<year>(?:19|20)\d\d)(?![\p{N}/-])/gu;
const CLOCK =
  /(?<![\p{L}\p{N}:.])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?(?: ?(?:[ap]\.?m\.?|UTC|GMT|CET|CEST|Z))?(?![\p{N}:])/giu;
const MONTHS =
  "january|february|march|april|may|june|july|august|september|october|november|december|januari|februari|maart|mei|juni|juli|augustus|oktober|januar|februar|märz|mai|dezember|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|okt|nov|dec|dez";
const DAY_FIRST = new RegExp(
  `(?<![\\p{L}\\p{N}])\\d{1,2}(?:st|nd|rd|th|\\.)? ?(?:of )?(?<name>${MONTHS})\\.?,? ?(?<year>(?:19|20)\\d\\d)?(?![\\p{L}\\p{N}])`,
  "giu",
);
const MONTH_FIRST = new RegExp(
  `(?<![\\p{L}\\p{N}])(?<name>${MONTHS})\\.? \\d{1,2}(?:st|nd|rd|th)?(?![\\p{L}\\p{N}:])(?:,? (?<year>(?:19|20)\\d\\d)(?![\\p{N}]))?`,
  "giu",
);

/** A text that tells times coarser, and the times it told. */
export interface CoarseText {
  readonly text: string;
  readonly removed: readonly string[];
}

/**
 * The text with dates and times told no finer than the grain: "2026-03-12T10:11Z" as "2026-03-12",
 * "2026-03" or "2026", "12 March 2026" as "March 2026" or "2026"; times of the day go. Where day and
 * month cannot be told apart, the year stays.
 */
export function coarsenTimes(text: string, grain: TimeGrain): CoarseText {
  const removed: string[] = [];
  const note = (was: string, now: string): string => {
    if (was !== now) removed.push(was);
    return now;
  };
  let coarse = text.replace(INSTANT, (was, ...parts) =>
    note(was, coarseDay(groupsOf(parts), grain)),
  );
  if (grain !== "day") {
    coarse = coarse.replace(SHORT_DATE, (was, ...parts) =>
      note(was, groupsOf(parts)["year"] ?? ""),
    );
    for (const dated of [DAY_FIRST, MONTH_FIRST]) {
      coarse = coarse.replace(dated, (was, ...parts) =>
        note(was, coarseMonth(groupsOf(parts), grain)),
      );
    }
  }
  return { text: coarse.replace(CLOCK, (was) => note(was, "[time removed]")), removed };
}

type Groups = Readonly<Record<string, string | undefined>>;

/** The named groups, which `replace` hands over last. */
function groupsOf(parts: readonly unknown[]): Groups {
  return parts.at(-1) as Groups;
}

function coarseDay(
  { year = "", month = "", day = "", mark = "-" }: Groups,
  grain: TimeGrain,
): string {
  const kept = grain === "year" ? [year] : grain === "month" ? [year, month] : [year, month, day];
  return kept.join(mark);
}

function coarseMonth({ name = "", year }: Groups, grain: TimeGrain): string {
  const kept = grain === "year" ? [year] : [name, year];
  return kept.filter((one) => one !== undefined).join(" ") || "[date removed]";
}

/**
 * An RFC 3339 timestamp or a day at the start of its day, month or year: it stays a timestamp or a day.
 * undefined where it is neither.
 */
export function coarsenInstant(text: string, grain: TimeGrain): string | undefined {
  const day = /^(\d{4})-(\d{2})-(\d{2})(?=$|[T ])/.exec(text.trim());
  if (day === null) return undefined;
  const [, year = "", month = "", date = ""] = day;
  const start =
    grain === "year" ? `${year}-01-01` : `${year}-${month}-${grain === "month" ? "01" : date}`;
  return text.trim().length === 10 ? start : `${start}T00:00:00+00:00`;
}
