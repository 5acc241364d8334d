import type { Claim, ItemFormat, Note, Part } from "../../core/item.ts";

/** What a reader makes of a document: one part that holds all its claims, and what was odd. */
export interface DocumentRead {
  readonly format: ItemFormat;
  readonly parts: readonly Part[];
  readonly notes: readonly Note[];
}

/** A document has one part: its label covers the whole of it, and it is released whole. */
export function documentOf(
  format: ItemFormat,
  claims: readonly Claim[],
  notes: readonly Note[],
): DocumentRead {
  return { format, parts: [{ id: "", type: format, place: "", claims }], notes };
}
