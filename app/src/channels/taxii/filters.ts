import { parseStamp } from "./stamp.ts";
import { TaxiiError } from "./taxii-error.ts";

/** What a request narrows a page to, in one form: the same conditions are the same values. */
export interface Filters {
  /** In microseconds. */
  readonly addedAfter?: string;
  readonly ids?: readonly string[];
  readonly types?: readonly string[];
  /** "first", "last", "all" or times. Absent for the last ones, also where they are asked for. */
  readonly versions?: readonly string[];
  readonly specVersions?: readonly string[];
}

/** The parameters of `Filters`. */
export type FilterName =
  "added_after" | "match[id]" | "match[type]" | "match[version]" | "match[spec_version]";

const VERSION = "match[version]";
/** Most characters of all filters: a cursor repeats them, and has to fit into an address again. */
const MOST = 4_000;
/** More digits of a second than anything here is kept with. */
const LONGEST_TIME = "2026-01-01T00:00:00.000000Z".length;

/**
 * Reads filters. In: what `allowed` parameters were given, each once. Throws a TaxiiError 400 for one
 * that does not mean anything. Source: TAXII 2.1 sections 3.4, 3.5, 5.4.
 */
export function readFilters(given: ReadonlyMap<string, string>): Filters {
  const read = {
    ...field("addedAfter", given.get("added_after"), addedAfter),
    ...field("ids", given.get("match[id]"), ids),
    ...field("types", given.get("match[type]"), types),
    ...field("versions", given.get("match[version]"), versions),
    ...field("specVersions", given.get("match[spec_version]"), specVersions),
  };
  if (JSON.stringify(read).length > MOST) {
    throw bad("match", "it lists too many values; ask in several requests");
  }
  return read;
}

function field<K extends keyof Filters>(
  key: K,
  text: string | undefined,
  read: (text: string) => Filters[K] | undefined,
): Partial<Pick<Filters, K>> {
  const value = text === undefined ? undefined : read(text);
  return value === undefined ? {} : ({ [key]: value } as Pick<Filters, K>);
}

function addedAfter(text: string): string {
  const stamp = parseStamp(text);
  if (stamp === undefined) {
    throw bad("added_after", "it is no time in UTC like 2026-01-31T09:30:00.123Z");
  }
  return stamp;
}

function ids(text: string): readonly string[] {
  return listOf("match[id]", text, /^[!-~]{1,400}$/, "an id");
}

/** Whatever could be the name of a type: those of other people too. */
function types(text: string): readonly string[] {
  return listOf("match[type]", text, /^[A-Za-z0-9_-]{1,250}$/, "a type");
}

function specVersions(text: string): readonly string[] {
  return listOf("match[spec_version]", text, /^[0-9]{1,3}\.[0-9]{1,3}$/, "a version like 2.1");
}

const WORDS: readonly string[] = ["first", "last", "all"];

function versions(text: string): readonly string[] | undefined {
  const values = text.split(",").map(toVersion);
  const different = [...new Set(values)].toSorted(order);
  if (different.length < values.length) throw bad(VERSION, "it lists a version twice");
  if (different.length > 1 && different.includes("all")) {
    throw bad(VERSION, "beside all there are no others");
  }
  return different.length === 1 && different[0] === "last" ? undefined : different;
}

/** A word, or a time in microseconds. */
function toVersion(text: string): string {
  if (WORDS.includes(text)) return text;
  const stamp = text.length > LONGEST_TIME ? undefined : parseStamp(text);
  if (stamp === undefined) {
    throw bad(VERSION, "it is none of first, last, all and times like 2026-01-31T09:30:00.123Z");
  }
  return stamp;
}

function listOf(name: FilterName, text: string, form: RegExp, what: string): readonly string[] {
  const values = text.split(",");
  if (!values.every((value) => form.test(value))) {
    throw bad(name, `it holds something that is not ${what}`);
  }
  return [...new Set(values)].toSorted(order);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function bad(name: string, problem: string): TaxiiError {
  return new TaxiiError(400, `${name}: ${problem}.`);
}
