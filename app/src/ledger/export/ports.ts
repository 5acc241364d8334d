// What an export needs of one log. Declared here, by the consumer; the site fills it.
import type { LoggedEntry, StoredCheckpoint } from "../log/ports.ts";
import type { SealedValue } from "../seal/box.ts";

/**
 * Reads one log. Every call sees what was committed before it; entries and checkpoints never change,
 * sealed values may be erased between two calls.
 */
export interface ExportSource {
  /** The entries from index `from` up to, not including, `to`, in order. */
  entries(from: number, to: number): Promise<readonly LoggedEntry[]>;
  /** Of those, the ones whose bytes hold `part`. */
  entriesWith(part: Uint8Array, from: number, to: number): Promise<readonly LoggedEntry[]>;
  /** The largest checkpoint of more than `above` and at most `upTo` entries, with its cosignatures. */
  checkpointIn(above: number, upTo: number): Promise<StoredCheckpoint | undefined>;
  /** The sealed values of these entries that are kept, in any order. */
  sealedAmong(ids: readonly string[]): Promise<readonly SealedValue[]>;
}
