// Everything that other packages may use.
export { VerificationError } from "./error.ts";
export type { VerificationCode } from "./error.ts";
export { sha256 } from "./sha256.ts";
export type { Sha256 } from "./sha256.ts";

export { treeHash } from "./merkle/tree-hash.ts";
export type { TreeHash } from "./merkle/tree-hash.ts";
export { rootOf } from "./merkle/root.ts";
export { RightEdge } from "./merkle/right-edge.ts";
export type { NodeListener } from "./merkle/right-edge.ts";
export { nodesOf } from "./merkle/subtree.ts";
export type { NodeId, NodeReader } from "./merkle/subtree.ts";
export { proveConsistency, proveInclusion, requiredNodes } from "./merkle/prove.ts";
export { verifyInclusion } from "./merkle/inclusion.ts";
export type { Inclusion } from "./merkle/inclusion.ts";
export { verifyConsistency } from "./merkle/consistency.ts";
export type { TreeHead } from "./merkle/consistency.ts";

export { formatNote, formatSignature, parseNote } from "./note/note.ts";
export type { Note, NoteSignature } from "./note/note.ts";
export { isKeyName } from "./note/key-name.ts";
export { COSIGNATURE, ED25519, formatKey, keyId, keyOf, parseKey } from "./note/key.ts";
export type { KeyType, VerifierKey } from "./note/key.ts";
export { formatSignerKey, readSignerKey, signerKeyOf } from "./note/skey.ts";
export type { SignerKey } from "./note/skey.ts";
export { cosignedMessage, joinCosignature, verifySignature } from "./note/verify-signature.ts";
export type { Signed } from "./note/verify-signature.ts";
export { keyringOf, verifyNote } from "./note/verify-note.ts";
export type { Keyring, Signature } from "./note/verify-note.ts";

export { formatCheckpoint, parseCheckpoint } from "./checkpoint.ts";
export type { Checkpoint } from "./checkpoint.ts";
export { parsePolicy } from "./policy.ts";
export type { Group, Policy } from "./policy.ts";
export { meetsQuorum } from "./quorum.ts";
export { verifyCheckpoint } from "./verify-checkpoint.ts";
export type { SignedCheckpoint, Witnessed } from "./verify-checkpoint.ts";
export { formatProof, parseProof } from "./proof.ts";
export type { Proof } from "./proof.ts";
export { verifyReceipt } from "./verify-receipt.ts";
export type { Receipt, ReceiptOptions } from "./verify-receipt.ts";

export { TILE_WIDTH, parseTilePath, tilePath, tileWidth } from "./tile-path.ts";
export type { TileId } from "./tile-path.ts";
export {
  MOST_ENTRY_BYTES,
  formatEntryBundle,
  formatHashTile,
  parseEntryBundle,
  parseHashTile,
} from "./tile.ts";

export { formatJson, parseJson } from "./ledger/json.ts";
export type { Json, JsonObject } from "./ledger/json.ts";
export { commit, isCommitment, verifyCommitment } from "./ledger/commitment.ts";
export type { Opening } from "./ledger/commitment.ts";
export { formatEntry, parseEntry } from "./ledger/entry.ts";
export type { Entry } from "./ledger/entry.ts";
export { ERASURE } from "./ledger/erasure.ts";
export type { SealedField } from "./ledger/erasure.ts";
export { EXPORT_FORMAT } from "./ledger/export-line.ts";
export type { Disclosure, FieldState } from "./ledger/export-line.ts";
export { ExportWriter } from "./ledger/write-export.ts";
export type { ExportHead } from "./ledger/head-reader.ts";
export type { FieldLine } from "./ledger/write-export.ts";
export type { ErasedField } from "./ledger/erasures.ts";
export { verifyLedger } from "./ledger/verify-ledger.ts";
export type { LedgerOptions, LedgerSource } from "./ledger/verify-ledger.ts";
export type { Bad, LedgerVerdict, Proven } from "./ledger/verdict.ts";
