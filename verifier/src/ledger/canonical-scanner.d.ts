/**
 * Walks over a text and stops at the first character that does not belong to canonical JSON. What it
 * passes is RFC 8785 narrowed to one form a reader cannot mistake: keys that start with an ASCII letter
 * and go on with letters, digits and _.:/-, each greater than the one before; whole numbers up to
 * 2^53 - 1; at most 16 levels. The text must come from a fatal UTF-8 decoder, so that half a surrogate
 * pair could only come from an escape, and none of the escapes allowed here is one.
 *
 * Every method answers whether it passed; after a refusal `at` is near what was refused.
 */
export declare class CanonicalScanner {
    #private;
    readonly text: string;
    /** The next character. */
    at: number;
    constructor(text: string);
    /** Exactly these characters. */
    pass(expected: string): boolean;
    /** Any value. */
    passValue(depth?: number): boolean;
    /** A string in quotes. */
    passString(): boolean;
    /** An object; `member` may demand more of the value of each key, and by default passes any. */
    passObject(depth?: number, member?: (key: string) => boolean): boolean;
    /** A list of any values. */
    passList(depth?: number): boolean;
}
