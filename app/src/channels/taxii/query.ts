import { readFilters, type FilterName, type Filters } from "./filters.ts";
import { TaxiiError } from "./taxii-error.ts";

/** What the query of a request for a page says. */
export interface Query {
  readonly filters: Filters;
  readonly limit: number | undefined;
  /** The cursor of the page before. */
  readonly next: string | undefined;
}

const FILTERS: readonly FilterName[] = [
  "added_after",
  "match[id]",
  "match[type]",
  "match[version]",
  "match[spec_version]",
];
const ALL: readonly string[] = [...FILTERS, "limit", "next"];

/** Which filters an endpoint knows (TAXII 2.1 sections 5.3 to 5.8). */
export const FILTERS_OF: Readonly<
  Record<"manifest" | "objects" | "object" | "versions", readonly FilterName[]>
> = {
  manifest: FILTERS,
  objects: FILTERS,
  object: ["added_after", "match[version]", "match[spec_version]"],
  versions: ["added_after", "match[spec_version]"],
};

/**
 * Reads a query. What the endpoint does not know is left aside, as the standard lets a server do; what it
 * does know stands there once and means something, or a TaxiiError 400 is thrown. An empty `next` is
 * none: some clients send one.
 */
export function readQuery(parameters: URLSearchParams, known: readonly FilterName[]): Query {
  for (const name of ALL) {
    if (parameters.getAll(name).length > 1) throw new TaxiiError(400, `${name}: give it once.`);
  }
  const given = new Map(
    known.flatMap((name) => {
      const text = parameters.get(name);
      return text === null ? [] : [[name, text] as const];
    }),
  );
  const next = parameters.get("next") ?? "";
  return {
    filters: readFilters(given),
    limit: readLimit(parameters.get("limit")),
    next: next === "" ? undefined : next,
  };
}

/** A whole number above 0, however large: what is served is the server's affair. */
function readLimit(text: string | null): number | undefined {
  if (text === null) return undefined;
  if (!/^0{0,20}[1-9][0-9]{0,20}$/.test(text)) {
    throw new TaxiiError(400, "limit: it is no whole number above 0.");
  }
  return Number(text);
}
