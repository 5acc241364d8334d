import type { CursorKey } from "./cursor-key.ts";
import type { Filters } from "./filters.ts";
import { TaxiiError } from "./taxii-error.ts";

/** Where a page ended, and what it was narrowed to. */
export interface Cursor {
  readonly position: number;
  /** The time of the last object, in whole milliseconds. */
  readonly dateAdded: string;
  readonly filters: Filters;
}

/** For whom and for what a cursor is. */
export interface CursorUse {
  readonly partner: string;
  readonly collection: string;
  readonly kind: "manifest" | "objects" | "object" | "versions";
  readonly object: string;
}

/** A `next`: all that is needed to go on is in it, so it works after a restart, and for good. */
export function sealCursor(cursor: Cursor, use: CursorUse, keys: readonly CursorKey[]): string {
  const { position, dateAdded, filters } = cursor;
  const text = JSON.stringify([position, dateAdded, filters]);
  const [key] = keys;
  if (key === undefined) throw new RangeError("there is no key to make cursors with");
  return key.seal(text, useText(use));
}

/**
 * What a `next` says. Throws the same TaxiiError 400 for one that is altered, another partner's, of
 * another collection or endpoint, and for what never was one.
 */
export function openCursor(next: string, use: CursorUse, keys: readonly CursorKey[]): Cursor {
  for (const key of keys) {
    const text = key.open(next, useText(use));
    if (text === undefined) continue;
    const [position, dateAdded, filters] = JSON.parse(text) as [number, string, Filters];
    return { position, dateAdded, filters };
  }
  throw new TaxiiError(400, "next: it is not the next of a page before, for the same address.");
}

/**
 * The filters of a page that follows: those of the first, whatever of them is said again. Throws a
 * TaxiiError 400 where something else is said.
 */
export function sameFilters(held: Filters, given: Filters): Filters {
  for (const key of Object.keys(given) as (keyof Filters)[]) {
    if (JSON.stringify(given[key]) === JSON.stringify(held[key])) continue;
    throw new TaxiiError(
      400,
      "next: it is for other filters; send those of the first page, or none.",
    );
  }
  return held;
}

function useText({ partner, collection, kind, object }: CursorUse): string {
  return JSON.stringify(["1", partner, collection, kind, object]);
}
