import { formatProof, type JsonObject } from "caveat-verifier";
import { LedgerError } from "./ledger-error.ts";
import type { StoredCheckpoint } from "./log/ports.ts";
import { inclusionOf } from "./tiles/prove.ts";
import type { TileDirectory } from "./tiles/tile-directory.ts";

/**
 * The offline receipt of an entry (tlog-proof v1): its index, its path and the checkpoint. For partners
 * it is one of their own log, so that it shows nothing of what others got.
 *
 * Rejects with "no-log" for an entry that the checkpoint does not cover yet.
 */
export async function receiptOf(
  tiles: TileDirectory,
  index: number,
  checkpoint: StoredCheckpoint,
): Promise<Uint8Array> {
  if (index >= checkpoint.size) {
    const what = `the newest checkpoint covers ${checkpoint.size} entries and not entry ${index}`;
    throw new LedgerError("no-log", tiles.path, what, "publish first, then ask again");
  }
  const hashes = await inclusionOf(tiles, index, checkpoint.size);
  return formatProof({ index, hashes, checkpoint: checkpoint.note });
}

/** The kind of an entry of the root log that carries the head of another log. */
export const HEAD = "log-head";

/**
 * The body of that entry: what a partner's log was signed at, so that who holds the root log can tell
 * two histories of a partner's log apart. `log` is the log's opaque id in the root log, not its origin.
 */
export function headBody(log: string, size: number, root: Uint8Array): JsonObject {
  return { log, size, root: Buffer.from(root).toString("base64") };
}
