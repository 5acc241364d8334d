import type { Wanted } from "../../usecases/release/outbox.ts";
import { openCursor, sameFilters, sealCursor, type CursorUse } from "./cursor.ts";
import type { Filters } from "./filters.ts";
import type { Ground } from "./ports.ts";
import { FILTERS_OF, readQuery } from "./query.ts";
import { toMicroseconds, toMilliseconds } from "./stamp.ts";

/** A page that is asked for. */
export interface PageRequest {
  readonly use: CursorUse;
  readonly filters: Filters;
  /** Where the page before ended, if there was one. */
  readonly from: { readonly position: number; readonly dateAdded: string } | undefined;
  readonly limit: number | undefined;
}

/** Reads which page is asked for. Throws a TaxiiError 400. */
export function pageRequest(url: URL, use: CursorUse, { keys }: Ground): PageRequest {
  const { filters, limit, next } = readQuery(url.searchParams, FILTERS_OF[use.kind]);
  if (next === undefined) return { use, filters, limit, from: undefined };
  const cursor = openCursor(next, use, keys);
  return { use, filters: sameFilters(cursor.filters, filters), limit, from: cursor };
}

/** The same as the release store is asked. */
export function toWanted({ use, filters, from, limit }: PageRequest, ground: Ground): Wanted {
  const { usual, most, bytes } = ground.settings.page;
  const ids = use.object === "" ? filters.ids : [use.object];
  const versions = use.kind === "versions" ? ["all"] : filters.versions;
  const { addedAfter, types, specVersions } = filters;
  return {
    until: ground.now(),
    limit: Math.min(limit ?? usual, most),
    mostBytes: bytes,
    ...(addedAfter === undefined ? {} : { addedAfter: toMilliseconds(addedAfter) }),
    ...(from === undefined ? {} : { after: from.position }),
    ...(ids === undefined ? {} : { ids }),
    ...(types === undefined ? {} : { types }),
    ...(versions === undefined ? {} : { versions: versions.map(toVersion) }),
    ...(specVersions === undefined ? {} : { specVersions }),
  };
}

/** Of a page what its head says; of an empty one just whether there is more. */
export interface PageSpan {
  readonly more: boolean;
  /** The position of its last row. */
  readonly last?: number | undefined;
  /** The times of its first row and of its last. */
  readonly firstAdded?: string | undefined;
  readonly lastAdded?: string | undefined;
}

/** What a page says beside its rows. */
export interface PageHead {
  /** `more`, and `next` exactly when there is more. */
  readonly fields: { readonly more: boolean; readonly next?: string };
  readonly headers: Readonly<Record<string, string>>;
}

/** The head of a page (TAXII 2.1 sections 3.5, 3.7). */
export function pageHead(
  { more, last, firstAdded, lastAdded }: PageSpan,
  { use, filters, from }: PageRequest,
  { keys }: Ground,
): PageHead {
  if (last === undefined || firstAdded === undefined || lastAdded === undefined) {
    return { fields: { more: false }, headers: reached(filters, from?.dateAdded) };
  }
  const headers = {
    "x-taxii-date-added-first": toMicroseconds(firstAdded),
    "x-taxii-date-added-last": toMicroseconds(lastAdded),
  };
  if (!more) return { fields: { more }, headers };
  const next = sealCursor({ position: last, dateAdded: lastAdded, filters }, use, keys);
  return { fields: { more, next }, headers };
}

/** Before everything that any collection holds: who asks from there is sent all of it. */
const BEGINNING = "1970-01-01T00:00:00.000000Z";

/**
 * How far a client is that got an empty page: where it said it was, or at the beginning. Without the header
 * some take their own clock, and others begin anew (docs/decisions/014).
 */
function reached(
  { addedAfter }: Filters,
  dateAdded: string | undefined,
): Readonly<Record<string, string>> {
  const at = dateAdded === undefined ? (addedAfter ?? BEGINNING) : toMicroseconds(dateAdded);
  return { "x-taxii-date-added-last": at };
}

function toVersion(version: string): NonNullable<Wanted["versions"]>[number] {
  if (version === "first" || version === "last" || version === "all") return version;
  return { exactly: version };
}
