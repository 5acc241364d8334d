import { VerificationError } from "../error.ts";
import type { SealedField } from "./erasure.ts";
/** A sealed field whose value is gone, and the entry that says so. */
export interface ErasedField extends SealedField {
    readonly by: number;
}
/** Where two statements about erased fields differ: the earlier entry, and the error. */
export interface Mismatch {
    readonly entry: number;
    readonly error: VerificationError;
}
/**
 * Compares what an export says beside each entry ("this field was erased by entry 20") with what the
 * erasing entries themselves say. Holds the erased fields only.
 */
export declare class Erasures {
    #private;
    /** A field marked as erased by a later entry. */
    announce(entry: number, field: string, by: number): void;
    /**
     * What entry `by` erases. A field erased before may be erased again; its mark names the first.
     * Gives the earliest mismatch, if any.
     */
    confirm(by: number, erased: readonly SealedField[]): Mismatch | undefined;
    /** All erased fields, in the order of the entries that erased them. */
    list(): readonly ErasedField[];
}
