import { type Info, parse } from "csv-parse/sync";
import type { Note } from "../../core/item.ts";
import type { ClaimSet } from "./claim-set.ts";
import { decodeText, toLines } from "./lines.ts";
import { isMarkingField, readMarkingField } from "./marking-field.ts";
import type { Source } from "./source.ts";

const LONGEST_RECORD = 1024 * 1024;

/**
 * Adds what comma-, semicolon- or tab-separated values say (RFC 4180, loosely). Every line is read
 * as text, at "line 12"; columns whose name says that they hold markings (tlp, marking, …) are read
 * as such, at "line 12 column 3". A file that is not regular is still read as text, and noted.
 *
 * @throws Refusal "bad-utf8" or "unknown-format".
 */
export function addCsv({ bytes, name, set }: Source): readonly Note[] {
  const text = decodeText(bytes, name);
  const { headerEnd, notes } = readColumns(text, set);
  let number = 0;
  for (const line of toLines(text, "")) if (++number > headerEnd) set.addLine(line);
  return notes;
}

interface Columns {
  /** The last line of the header, which has been read; 0 when there is none. */
  readonly headerEnd: number;
  readonly notes: readonly Note[];
}

/** Adds what the header and the marking columns say. */
function readColumns(text: string, set: ClaimSet): Columns {
  let header: readonly string[] | undefined;
  let headerEnd = 0;
  let last = 0;
  const takeRecord = (record: readonly string[], { lines }: Info): null => {
    last = lines;
    if (header !== undefined) addRecord(header, record, lines, set);
    else {
      header = record;
      headerEnd = lines;
      addHeader(header, lines, set);
    }
    return null;
  };
  try {
    parse(text, { ...FORMAT, delimiter: sniffDelimiter(text), on_record: takeRecord });
    return { headerEnd, notes: [] };
  } catch {
    const says = "from here on the records cannot be told apart; the lines were read as text";
    return { headerEnd, notes: [{ code: "csv-not-regular", place: `line ${last + 1}`, says }] };
  }
}

const FORMAT = {
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  max_record_size: LONGEST_RECORD,
} as const;

/** The name of a marking column is no marking; anything else in the first record may be one. */
function addHeader(header: readonly string[], line: number, set: ClaimSet): void {
  const text = header.filter((cell) => !isMarkingField(cell)).join(", ");
  set.addLine({ unit: "", place: `line ${line}`, text });
}

function addRecord(
  header: readonly string[],
  record: readonly string[],
  line: number,
  set: ClaimSet,
): void {
  record.forEach((value, column) => {
    const markings = readMarkingField(header[column] ?? "", value);
    if (markings.length === 0) return;
    const place = `line ${line} column ${column + 1}`;
    set.addMarkings({ unit: "", place, text: value }, markings);
  });
}

/** The delimiter that occurs most in the first line; a comma when none does. */
function sniffDelimiter(text: string): string {
  const first = /[^\r\n]{1,10000}/.exec(text)?.[0] ?? "";
  const counts = [",", ";", "\t"].map((mark) => ({ mark, count: first.split(mark).length }));
  return counts.reduce((most, one) => (one.count > most.count ? one : most)).mark;
}
