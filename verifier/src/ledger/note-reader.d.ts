/** A checkpoint as it stands in an export. */
export interface NoteLines {
    /** The signed note, verbatim. */
    readonly note: Uint8Array;
    /** Its lines, without newlines. */
    readonly lines: readonly Uint8Array[];
}
/** Collects the lines of one checkpoint up to the line of its sum. */
export declare class NoteReader {
    #private;
    /** Takes one line; gives the note when the line is that of the sum, which is not part of it. */
    take(line: Uint8Array): NoteLines | undefined;
}
