/** A text and its signatures, parsed and nothing more: not to be believed before `verifyNote`. */
export interface Note {
    /** Ends in a newline. */
    readonly text: string;
    /** At least one, in the order of the note. */
    readonly signatures: readonly NoteSignature[];
}
export interface NoteSignature {
    readonly name: string;
    /** Eight lower-case hex digits. */
    readonly keyId: string;
    /** What follows the key id: 64 bytes for Ed25519, 72 for its cosignatures. */
    readonly signature: Uint8Array;
}
/**
 * Splits a signed note (signed-note v1.0.0) into text and signatures. The bytes are hostile.
 *
 * Throws "not-text", "too-large" or "bad-note" for anything that `formatNote` would not write exactly
 * so.
 */
export declare function parseNote(bytes: Uint8Array, place?: string): Note;
/** The note as text: what `parseNote` reads. */
export declare function formatNote(note: Note): string;
/** One signature line with its newline. */
export declare function formatSignature({ name, keyId, signature }: NoteSignature): string;
