import type { EntryText } from "./entry.ts";
import type { ErasedField, Mismatch } from "./erasures.ts";
import type { ExportHead } from "./head-reader.ts";
/** Checks what an export says of the sealed fields of its entries. */
export declare class SealedCheck {
    #private;
    constructor(head: ExportHead);
    /** The field whose line must come next, if one must. */
    get next(): string | undefined;
    /** How many values were shown and opened their commitments. */
    get opened(): number;
    get erased(): readonly ErasedField[];
    /** Takes an entry; its sealed fields are expected from here on. Gives a mismatch of erasures. */
    entry(entry: EntryText, index: number): Mismatch | undefined;
    /** Takes the line of the field that must come next; throws when it is not, or does not hold. */
    line(text: string): void;
}
