import { TILE_WIDTH, parseEntry, verifyCheckpoint, type Policy } from "caveat-verifier";
import { LedgerError } from "./ledger-error.ts";
import { lockHead } from "./log/create-log.ts";
import { extendLog } from "./log/extend.ts";
import type { LedgerStore, PendingEntry } from "./log/ports.ts";
import { isSame } from "./log/same-bytes.ts";
import type { TileDirectory } from "./tiles/tile-directory.ts";
import { missing } from "./tiles/write-tiles.ts";

/**
 * Brings a restored, older database forward from the bundles to the checkpoint beside them, or to
 * `newest` where the caller has a newer one, in one transaction: the entries get the indexes they had,
 * never new ones. Resolves to how many were added.
 *
 * Rejects when the checkpoint does not satisfy the policy, and with "fork" when the entries of database
 * and bundles together do not lead to its root; then nothing was written.
 */
export async function rollForward(
  store: LedgerStore,
  log: string,
  tiles: TileDirectory,
  policy: Policy,
  newest?: Uint8Array,
): Promise<number> {
  const note = newest ?? (await tiles.checkpoint());
  if (note === undefined) throw missing(tiles);
  const { size, root } = await verifyCheckpoint(note, policy, log, `${tiles.path}/checkpoint`);
  return store.transact(async (tables) => {
    const old = await lockHead(tables, log);
    if (old.size >= size) return 0;
    const added = await entriesFrom(tiles, old.size, size);
    const { head } = await extendLog(tables, log, old, added);
    if (!isSame(head.root, root)) {
      const what = `its ${old.size} entries and the bundles after them do not lead to the checkpoint`;
      throw new LedgerError("fork", log, what, "do not go on: compare both histories");
    }
    await tables.putCheckpoint(log, { size, note });
    return added.length;
  });
}

async function entriesFrom(
  tiles: TileDirectory,
  from: number,
  size: number,
): Promise<PendingEntry[]> {
  const added: PendingEntry[] = [];
  for (let index = Math.floor(from / TILE_WIDTH); index * TILE_WIDTH < size; index += 1) {
    const entries = await tiles.entries(index, size);
    if (entries === undefined) throw missing(tiles);
    entries.forEach((bytes, at) => {
      const place = index * TILE_WIDTH + at;
      if (place >= from) added.push({ id: parseEntry(bytes, `entry ${place}`).id, bytes });
    });
  }
  return added;
}
