import type { Opening } from "./commitment.ts";
/** The first line of an export, and with it the version of its form. */
export declare const EXPORT_FORMAT = "caveat-ledger-export@v1";
/**
 * What an export says of the sealed fields that were not erased: "open" shows every value with its
 * nonce, "kept" shows none.
 */
export type Disclosure = "open" | "kept";
/** What an export says of one sealed field. */
export type FieldState = {
    readonly kind: "open";
    readonly opening: Opening;
} | {
    readonly kind: "kept";
} | {
    readonly kind: "erased";
    readonly by: number;
};
/** The line of an entry: its index, its leaf hash in base64, and the entry itself. */
export declare function formatEntryLine(index: number, leaf: Uint8Array, entry: Uint8Array): Uint8Array;
/**
 * Cuts the line of the entry that must have this index into leaf and entry, both views of the line.
 *
 * Throws "bad-export" for another form, "wrong-index" for another index.
 */
export declare function splitEntryLine(line: Uint8Array, index: number): {
    readonly leaf: Uint8Array;
    readonly entry: Uint8Array;
};
/** Whether the base64 on an entry's line is that of this hash. */
export declare function isLeaf(text: Uint8Array, leaf: Uint8Array): boolean;
/** The line of a sealed field, which follows the line of its entry. */
export declare function formatFieldLine(field: string, state: FieldState): Uint8Array;
/**
 * Reads the line of the sealed field that must come next.
 *
 * Throws "bad-export" for anything that `formatFieldLine` would not write exactly so.
 */
export declare function parseFieldLine(text: string, field: string): FieldState;
