import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { VerificationError } from "caveat-verifier";
import { LedgerError } from "../../../ledger/ledger-error.ts";
import { isSame } from "../../../ledger/log/same-bytes.ts";
import { TileDirectory } from "../../../ledger/tiles/tile-directory.ts";
import { tilesFolder } from "../../tiles-folder.ts";
import type { OpenBackup } from "../stored/open-backup.ts";
import { storedTiles } from "../stored/stored-tiles.ts";

/**
 * Checks that the tiles in a home, where there are any, are those of a backup or go on from them.
 * Touches nothing. Rejects with "fork" for one that differs.
 */
export async function requireSameTiles(backup: OpenBackup, home: string): Promise<void> {
  for (const { origin, id, path } of storedTiles(backup)) {
    const own = tilesFolder(home, origin);
    const isThere = await access(own).then(
      () => true,
      () => false,
    );
    if (!isThere) continue;
    const there = await bytesIn(await TileDirectory.open(own), id);
    const stored = await readFile(join(backup.folder, path));
    if (there === undefined || isSame(there, stored)) continue;
    const what = "a tile of it is not the one in the backup, so they are not of one history";
    throw new LedgerError("fork", own, what, "compare both, or restore into a new home");
  }
}

/** Puts the tiles of a backup into a home where they are missing. The checkpoint is for the next start. */
export async function placeTiles(backup: OpenBackup, home: string): Promise<void> {
  for (const { origin, id, path } of storedTiles(backup)) {
    const tiles = await TileDirectory.open(tilesFolder(home, origin));
    if ((await tiles.bytes(id)) !== undefined) continue;
    await tiles.write(id, await readFile(join(backup.folder, path)));
  }
}

/** A file that is not a tile any more counts as another tile. */
async function bytesIn(
  tiles: TileDirectory,
  id: Parameters<TileDirectory["bytes"]>[0],
): Promise<Uint8Array | undefined> {
  return await tiles.bytes(id).catch((error: unknown) => {
    if (error instanceof VerificationError) return new Uint8Array();
    throw error;
  });
}
