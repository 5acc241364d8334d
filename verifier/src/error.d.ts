/** Why something was not believed; a closed set, so callers branch on the code, never on the text. */
export type VerificationCode = 
/** Not valid UTF-8, or a control character where none may stand. */
"not-text"
/** Larger, longer or deeper than this package reads. */
 | "too-large"
/** A verifier key or a signer key that is not one, or of a kind this package cannot check. */
 | "bad-key"
/** Not a signed note. */
 | "bad-note"
/** A signature by a known key does not fit the text. */
 | "bad-signature"
/** No key that the reader trusts signed it. */
 | "no-trusted-signature"
/** Signed by the log, but by too few witnesses for the reader's policy. */
 | "no-quorum"
/** A signed note whose text is not a checkpoint. */
 | "bad-checkpoint"
/** A checkpoint, export or receipt of another log than the one asked about. */
 | "wrong-origin"
/** Not a policy. */
 | "bad-policy"
/** Not a proof, or one of the wrong shape for its index and sizes. */
 | "bad-proof"
/** A well-formed proof that does not lead to the root. */
 | "wrong-proof"
/** Not a hash tile, an entry bundle or the path of one. */
 | "bad-tile"
/** Not JSON in the one form the ledger uses. */
 | "bad-json"
/** Canonical JSON that is not a ledger entry. */
 | "bad-entry"
/** Entry bytes that do not hash to the leaf written beside them. */
 | "wrong-entry"
/** An entry that is missing, repeated or out of order. */
 | "wrong-index"
/** A nonce and a value that do not open the commitment. */
 | "wrong-commitment"
/** An erasure that does not match what the export says of the erased field. */
 | "wrong-erasure"
/** A line that an export does not have, or not there. */
 | "bad-export"
/** The export ends too early. */
 | "cut-short"
/** Entries that do not lead to the root the log signed. */
 | "wrong-root"
/** Another history than the one the reader pinned. */
 | "other-history"
/** An earlier state than the one the reader pinned. */
 | "older-history";
/**
 * The one error of this package: bad data, refused. Its message is one sentence that says what is
 * wrong, where, and that nothing of it was believed. Wrong use by the caller (a hash that is not
 * SHA-256, an index out of range) throws a TypeError or RangeError instead.
 */
export declare class VerificationError extends Error {
    readonly code: VerificationCode;
    /** What was read, with line or entry: "note line 5", "export line 120, entry 42". */
    readonly place: string;
    /** What is wrong with it, without place and remedy. */
    readonly problem: string;
    constructor(code: VerificationCode, place: string, problem: string);
}
