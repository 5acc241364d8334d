import { formatCheckpoint, formatSignature, rootOf, type Checkpoint } from "caveat-verifier";
import { signText, type SigningKey } from "../../../src/ledger/signer/key.ts";
import { TREE } from "../../../src/ledger/tree.ts";

/** A checkpoint note, as whoever holds a log's key can make one. */
export function signNote(key: SigningKey, checkpoint: Checkpoint): Uint8Array {
  const text = formatCheckpoint(checkpoint);
  return new Uint8Array(Buffer.from(`${text}\n${formatSignature(signText(key, text))}`));
}

/** The checkpoint of a log with exactly these entries. */
export function checkpointOver(origin: string, entries: readonly Uint8Array[]): Checkpoint {
  const leaves = entries.map((bytes) => TREE.leaf(bytes));
  return { origin, size: entries.length, root: rootOf(leaves, TREE) };
}
