import type { JsonObject } from "./json.ts";
/**
 * One entry of the ledger: the bytes of a leaf are its canonical JSON. It holds no personal data and
 * no free text; those are sealed, and a commitment stands here for each.
 */
export interface Entry {
    /** The form of the entry; 1. */
    readonly v: 1;
    /** A UUID, given by whoever wrote the entry: the same entry sent twice is one entry. */
    readonly id: string;
    /** What happened: "verdict", "release", "erasure" and so on. */
    readonly kind: string;
    /** When it happened, by the writer's clock: UTC with milliseconds. The order is the index. */
    readonly at: string;
    /** The facts of the event, by kind. */
    readonly body: JsonObject;
    /** Field name → commitment (`commit`), for every personal value. */
    readonly sealed: Readonly<Record<string, string>>;
}
/** An entry whose body is still text. */
export interface EntryText {
    readonly id: string;
    readonly kind: string;
    readonly at: string;
    /** Canonical JSON of an object. */
    readonly body: string;
    /** Field names with commitments, in the order of the names. */
    readonly sealed: readonly SealedName[];
}
export interface SealedName {
    readonly field: string;
    readonly commitment: string;
}
/**
 * Reads an entry; the bytes are hostile.
 *
 * Throws "too-large" above 65,535 bytes, "bad-json" or "bad-entry" for anything that `formatEntry`
 * would not write exactly so.
 */
export declare function parseEntry(bytes: Uint8Array, place?: string): Entry;
/** The bytes of an entry, which `parseEntry` reads. Throws as `parseEntry` does. */
export declare function formatEntry(entry: Entry, place?: string): Uint8Array;
/** As `parseEntry`, without making a value of the body: for reading millions of entries. */
export declare function readEntry(bytes: Uint8Array, place: string): EntryText;
