/**
 * The chain of sums over what no leaf covers: header and checkpoints. It is there so that damage to
 * what no trusted signature covers either (the cosignature of an unknown witness) does not pass; it
 * proves nothing against a forger, who can compute it too.
 */
export declare class Sum {
    #private;
    /** Adds a line, given without its newline. */
    add(line: Uint8Array): void;
    /** The line that states SHA-256(sum before ‖ lines since then), without newline; starts anew. */
    close(): string;
    /** As `add`, for text. */
    addText(line: string): void;
}
