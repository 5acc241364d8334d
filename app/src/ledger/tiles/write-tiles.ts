import { TILE_WIDTH, formatEntryBundle, formatHashTile, rootOf, tileWidth } from "caveat-verifier";
import { LedgerError } from "../ledger-error.ts";
import { GO_ON, type Point } from "../point.ts";
import { TREE } from "../tree.ts";
import type { TileDirectory } from "./tile-directory.ts";

/** Gives the entries from index `from` up to, not including, `to`. */
export type EntryReader = (
  from: number,
  to: number,
) => Promise<readonly { readonly bytes: Uint8Array; readonly leaf: Uint8Array }[]>;

/**
 * Writes what the tree of `to` entries has and that of `from` entries had not: bundles, tiles, the
 * partial ones at its edge. With `from` 0 it rebuilds all of them. Stopped anywhere it is simply run
 * again.
 *
 * Rejects with "fork" where a file says something else, with "broken-log" when entries are missing.
 */
export async function writeTiles(
  tiles: TileDirectory,
  from: number,
  to: number,
  read: EntryReader,
  point: Point = GO_ON,
): Promise<void> {
  for (let index = Math.floor(from / TILE_WIDTH); index * TILE_WIDTH < to; index += 1) {
    const width = tileWidth(0, index, to);
    const start = index * TILE_WIDTH;
    const entries = await read(start, start + width);
    if (entries.length !== width) {
      const what = `of the entries ${start} to ${start + width - 1} some are missing`;
      throw new LedgerError("broken-log", tiles.path, what, "check the ledger; do not go on");
    }
    const bundle = formatEntryBundle(entries.map(({ bytes }) => bytes));
    await tiles.write({ level: "entries", index, width }, bundle);
    await point("bundle written");
    await tiles.write({ level: 0, index, width }, formatHashTile(entries.map(({ leaf }) => leaf)));
    await point("tile written");
  }
  for (let level = 1; countOf(level, to) > 0; level += 1) await writeLevel(tiles, level, from, to);
}

/** Each hash of a level is the root of a full tile of the level below. */
async function writeLevel(
  tiles: TileDirectory,
  level: number,
  from: number,
  to: number,
): Promise<void> {
  const before = countOf(level, from);
  const after = countOf(level, to);
  if (before === after) return;
  for (let index = Math.floor(before / TILE_WIDTH); index * TILE_WIDTH < after; index += 1) {
    const width = tileWidth(level, index, to);
    const hashes = (await tiles.hashes(level, index, from)) ?? [];
    while (hashes.length < width) {
      const below = await tiles.hashes(level - 1, index * TILE_WIDTH + hashes.length, to);
      if (below?.length !== TILE_WIDTH) throw missing(tiles);
      hashes.push(rootOf(below, TREE));
    }
    await tiles.write({ level, index, width }, formatHashTile(hashes));
  }
}

function countOf(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** level);
}

/** The error for a tile that should be there. */
export function missing(tiles: TileDirectory): LedgerError {
  const what = "a tile of the published tree is not there";
  return new LedgerError("broken-file", tiles.path, what, "rebuild the tiles from the entries");
}
