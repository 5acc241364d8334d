import type { Sha256 } from "../sha256.ts";
import type { FieldState } from "./export-line.ts";
import type { ExportHead } from "./head-reader.ts";
/** A sealed field of an entry, and what the export says of it. */
export interface FieldLine {
    readonly field: string;
    readonly state: FieldState;
}
/**
 * Writes an export piece by piece, in this order: `head`, then `entry` for each entry with its sealed
 * fields in the order of their names, `checkpoint` at each size the export has one for (the last of
 * them after the last entry), `end`. Each gives the bytes to write; nothing is held back.
 *
 * It writes what it is given: whether that is a good ledger, `verifyLedger` says.
 */
export declare class ExportWriter {
    #private;
    constructor(hash?: Sha256);
    head(head: ExportHead): Uint8Array;
    entry(entry: Uint8Array, fields: readonly FieldLine[]): Uint8Array;
    /** @param note the signed checkpoint, verbatim, for the entries written so far. */
    checkpoint(note: Uint8Array): Uint8Array;
    end(): Uint8Array;
}
