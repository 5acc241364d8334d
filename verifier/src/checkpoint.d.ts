/** The head of a log: who it is, how many entries, and the root of the tree over them. */
export interface Checkpoint {
    /** The log's name; one line, not empty. */
    readonly origin: string;
    readonly size: number;
    /** 32 bytes. */
    readonly root: Uint8Array;
}
/**
 * Reads the text of a checkpoint note (tlog-checkpoint v1.0.0). Parsed only: believed once the note
 * it came from is verified.
 *
 * Throws "bad-checkpoint" for anything that `formatCheckpoint` would not write exactly so. That
 * refuses extension lines, which no witness audits, and sizes above 2^53 - 1.
 */
export declare function parseCheckpoint(text: string, place?: string): Checkpoint;
/** The text that a log signs. */
export declare function formatCheckpoint({ origin, size, root }: Checkpoint): string;
