import { parse } from "csv-parse/sync";
import { Refusal } from "../../../core/refusal.ts";

/** Comma-separated values, taken apart. */
export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Lines above the header that begin with "#". */
  readonly remarks: readonly string[];
}

/** Most rows of a table that is made into one copy. */
const MOST_ROWS = 200_000;
const LONGEST_RECORD = 1024 * 1024;

/**
 * Takes comma-, semicolon- or tab-separated values apart (RFC 4180, loosely); the first record names the
 * columns.
 *
 * @throws Refusal "broken-document" where the records cannot be told apart, "too-large".
 */
export function readTable(text: string, name: string): Table {
  const start = /^(?:#[^\n]*\n|\s*\n)*/.exec(text)?.[0] ?? "";
  const body = text.slice(start.length);
  const [header = [], ...rows] = recordsOf(body, name);
  if (rows.length > MOST_ROWS) {
    const problem = `this table has more than ${MOST_ROWS} rows`;
    throw new Refusal("too-large", name, problem, "split it");
  }
  return { header, rows, remarks: start.split("\n").filter((line) => line.trim() !== "") };
}

/**
 * The table as RFC 4180 has it, with the lines of a cover above it behind "# ". Cells that a spreadsheet
 * would run as a formula begin with an apostrophe.
 */
export function writeTable({ header, rows, remarks }: Table): string {
  const records = [header, ...rows].map((record) => record.map(cellToText).join(","));
  return [...remarks.map((line) => `# ${line}`), ...records, ""].join("\r\n");
}

function recordsOf(text: string, name: string): readonly (readonly string[])[] {
  try {
    return parse(text, {
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: LONGEST_RECORD,
      delimiter: delimiterOf(text),
    });
  } catch {
    throw new Refusal(
      "broken-document",
      name,
      "the records of this table cannot be told apart",
      "save it again from a spreadsheet, or give it as a plain text file",
    );
  }
}

/** What a spreadsheet takes for the start of a formula (OWASP, CSV injection), numbers apart. */
const FORMULA = /^[\s']{0,20}[=+\-@\t\r|%\uff1d\uff0b\uff0d\uff20]/u;
const NUMBER = /^[+-]?\d{1,30}(?:[.,]\d{1,30})?$/;

function cellToText(cell: string): string {
  const plain = cell.replace(/\r\n?/g, "\n");
  const safe = FORMULA.test(plain) && !NUMBER.test(plain) ? `'${plain}` : plain;
  return /[",\n\r]|^[#\s]|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The delimiter that occurs most in the first line; a comma when none does. */
function delimiterOf(text: string): string {
  const first = /[^\r\n]{1,10000}/.exec(text)?.[0] ?? "";
  const counts = [",", ";", "\t"].map((mark) => ({ mark, count: first.split(mark).length }));
  return counts.reduce((most, one) => (one.count > most.count ? one : most)).mark;
}
