/** Cuts a stream of bytes into lines, whatever the size of its chunks. */
export declare class LineSplitter {
    #private;
    /**
     * The lines that end in this chunk, without their newline; views of it where possible, so to be
     * used before the chunk is.
     *
     * Throws "too-large" for a line above 2 MB.
     */
    push(chunk: Uint8Array): Generator<Uint8Array, void>;
    /** Whether the stream so far ends within a line. */
    get isWithinLine(): boolean;
}
