import type { Disclosure } from "./export-line.ts";
/** What the head of an export states. */
export interface ExportHead {
    readonly origin: string;
    /** The number of entries that follow; the last checkpoint is of this size. */
    readonly size: number;
    readonly sealed: Disclosure;
}
/** The lines of a head, without newlines and without the line of their sum. */
export declare function headLines({ origin, size, sealed }: ExportHead): readonly string[];
/** Reads the head of an export line by line, up to the line of its sum, which is the caller's. */
export declare class HeadReader {
    #private;
    /** Whether all lines were taken. */
    get isFull(): boolean;
    /** Takes one line. Throws "bad-export" for a line that no head has there. */
    take(text: string): void;
    /** The head. Throws "bad-export" for values that none has. */
    head(): ExportHead;
}
