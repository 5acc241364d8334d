import { RightEdge, TILE_WIDTH, parseEntry, type TreeHead } from "caveat-verifier";
import { LedgerError } from "../ledger-error.ts";
import { isSame } from "../log/same-bytes.ts";
import { TREE } from "../tree.ts";
import type { TileDirectory } from "./tile-directory.ts";
import { missing } from "./write-tiles.ts";

/**
 * Checks a log from its public files alone against a head that somebody vouched for: every entry of
 * every bundle is one, the hashes of the tiles at every level are those of the entries, and all lead to
 * the root. Gives nothing back.
 *
 * Rejects with "broken-file" for what is missing or differs, or with the verifier's codes.
 */
export async function checkTiles(tiles: TileDirectory, { size, root }: TreeHead): Promise<void> {
  const edge = new RightEdge(TREE);
  const levels: Uint8Array[][] = [];
  for (let index = 0; index * TILE_WIDTH < size; index += 1) {
    const entries = await tiles.entries(index, size);
    if (entries === undefined) throw missing(tiles);
    entries.forEach((bytes, at) => {
      parseEntry(bytes, `entry ${index * TILE_WIDTH + at}`);
      edge.append(TREE.leaf(bytes), (level, _, hash) => {
        if (level % 8 === 0) (levels[level / 8] ??= []).push(hash);
      });
    });
  }
  if (edge.size !== size || !isSame(edge.root(), root)) {
    throw differs(tiles, `its ${edge.size} entries do not lead to the root of ${size}`);
  }
  for (const [level, hashes] of levels.entries()) await checkLevel(tiles, level, hashes, size);
}

async function checkLevel(
  tiles: TileDirectory,
  level: number,
  expected: readonly Uint8Array[],
  size: number,
): Promise<void> {
  for (let index = 0; index * TILE_WIDTH < expected.length; index += 1) {
    const hashes = await tiles.hashes(level, index, size);
    if (hashes === undefined) throw missing(tiles);
    const wanted = expected.slice(index * TILE_WIDTH, (index + 1) * TILE_WIDTH);
    const isRight = wanted.every((hash, at) => isSame(hash, hashes[at] ?? new Uint8Array()));
    if (!isRight) throw differs(tiles, `its tile ${index} of level ${level} is not of its entries`);
  }
}

function differs(tiles: TileDirectory, what: string): LedgerError {
  return new LedgerError("broken-file", tiles.path, what, "rebuild the tiles from the entries");
}
