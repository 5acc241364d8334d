import { TILE_WIDTH, VerificationError, parseCheckpoint, parseNote } from "caveat-verifier";
import type { StoredCheckpoint } from "../log/ports.ts";
import { isSame } from "../log/same-bytes.ts";
import { GO_ON, type Point } from "../point.ts";
import type { TileDirectory } from "./tile-directory.ts";

/**
 * Puts a checkpoint beside the tiles that it covers, in place of the one before, and removes the
 * partial tiles and bundles of which it covers the full one (tlog-tiles, Partial Tiles). Those first:
 * the old checkpoint says until the end where to begin, so that a stop in between is made good by the
 * next. One that is larger stays, and this changes nothing.
 */
export async function makePublic(
  tiles: TileDirectory,
  { size, note }: StoredCheckpoint,
  point: Point = GO_ON,
): Promise<void> {
  const before = await tiles.checkpoint();
  const covered = before === undefined ? 0 : sizeOf(before);
  if (before !== undefined && (covered > size || isSame(before, note))) return;
  await removeSuperseded(tiles, covered, size, point);
  await tiles.writeCheckpoint(note);
  await point("checkpoint public");
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
