import { setTimeout as pause } from "node:timers/promises";
import { TILE_WIDTH, VerificationError, parseCheckpoint, parseNote } from "caveat-verifier";
import { holdFolder } from "../hold-folder.ts";
import { LedgerError } from "../ledger-error.ts";
import type { StoredCheckpoint } from "../log/ports.ts";
import { isSame } from "../log/same-bytes.ts";
import { GO_ON, type Point } from "../point.ts";
import type { TileDirectory } from "./tile-directory.ts";

const MOST_TRIES = 300;
const PAUSE_MS = 10;

/**
 * Puts a checkpoint beside the tiles that it covers, in place of the one before, and removes the
 * partial tiles and bundles of which it covers the full one (tlog-tiles, Partial Tiles). Those first:
 * the old checkpoint says until the end where to begin, so that a stop in between is made good by the
 * next. One that is larger stays, and this changes nothing: what is public never goes back, so
 * processes that publish one log do it one after the other.
 *
 * Rejects with "in-use" when another process does so for three seconds.
 */
export async function makePublic(
  tiles: TileDirectory,
  { size, note }: StoredCheckpoint,
  point: Point = GO_ON,
): Promise<void> {
  if ((await newsFor(tiles, size, note)) === undefined) return;
  await using _turn = await inTurn(tiles.path);
  // Another may have been faster.
  const from = await newsFor(tiles, size, note);
  if (from === undefined) return;
  await removeSuperseded(tiles, from, size, point);
  await tiles.writeCheckpoint(note);
  await point("checkpoint public");
}

/** What the public checkpoint covers; undefined where this one is no news beside it. */
async function newsFor(
  tiles: TileDirectory,
  size: number,
  note: Uint8Array,
): Promise<number | undefined> {
  const before = await tiles.checkpoint();
  if (before === undefined) return 0;
  const covered = sizeOf(before);
  return covered > size || isSame(before, note) ? undefined : covered;
}

/** Holds the folder once nobody else does. */
async function inTurn(folder: string): Promise<AsyncDisposable> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await holdFolder(folder);
    } catch (error) {
      const isTaken = error instanceof LedgerError && error.code === "in-use";
      if (!isTaken || tried === MOST_TRIES) throw error;
      await pause(PAUSE_MS);
    }
  }
}

/** 0 for a file that is damaged: it is written anew, and everything is looked through. */
function sizeOf(note: Uint8Array): number {
  try {
    return parseCheckpoint(parseNote(note).text).size;
  } catch (error) {
    if (error instanceof VerificationError) return 0;
    throw error;
  }
}

/** Removes the partial ones of all that is full in the tree of `to` entries and was not in that of `from`. */
async function removeSuperseded(
  tiles: TileDirectory,
  from: number,
  to: number,
  point: Point,
): Promise<void> {
  for (let level = 0, span = TILE_WIDTH; span <= to; level += 1, span *= TILE_WIDTH) {
    for (let index = Math.floor(from / span); index < Math.floor(to / span); index += 1) {
      if (level === 0) await tiles.removePartial("entries", index);
      await tiles.removePartial(level, index);
      await point("partial tiles removed");
    }
  }
}
