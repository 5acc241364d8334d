import type { VerifierKey } from "./key.ts";
import type { Note } from "./note.ts";
import type { Signed } from "./verify-signature.ts";
/** A key that signed, once however often it did, with what its first signature established. */
export interface Signature extends Signed {
    readonly key: VerifierKey;
}
/** The keys a reader knows, by name and id. */
export type Keyring = ReadonlyMap<string, VerifierKey>;
/** Throws a TypeError when two keys share name and id: which of them is meant could not be told. */
export declare function keyringOf(keys: readonly VerifierKey[]): Keyring;
/**
 * Checks the signatures of a note and resolves to the known keys that signed it, each counted once,
 * in the order of the note; at least one. Signatures of unknown keys are ignored (signed-note,
 * Signatures), also when they share the name or the id of a known key.
 *
 * Rejects with "bad-signature" when a known key's signature does not fit, whatever the others do, and
 * with "no-trusted-signature" when no known key signed.
 */
export declare function verifyNote(note: Note, keys: Keyring, place?: string): Promise<readonly Signature[]>;
