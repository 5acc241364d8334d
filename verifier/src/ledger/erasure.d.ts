import type { EntryText } from "./entry.ts";
/** A sealed field of an entry. */
export interface SealedField {
    /** The index of the entry. */
    readonly entry: number;
    readonly field: string;
}
/** The kind of an entry that says: the sealed values of these fields and their nonces are gone. */
export declare const ERASURE = "erasure";
/**
 * The fields that an entry erases: its body's `erased`, a list of {entry, field} in ascending order of
 * entry and field, each of an earlier entry. Empty for every other kind.
 *
 * Throws "bad-entry" for an erasure whose list is not that.
 */
export declare function erasedBy(entry: EntryText, index: number, place: string): readonly SealedField[];
