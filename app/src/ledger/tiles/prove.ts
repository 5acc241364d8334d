import {
  TILE_WIDTH,
  proveConsistency,
  proveInclusion,
  requiredNodes,
  rootOf,
  type NodeId,
  type NodeReader,
} from "caveat-verifier";
import { TREE } from "../tree.ts";
import type { TileDirectory } from "./tile-directory.ts";
import { missing } from "./write-tiles.ts";

/** Levels of the tree in one tile. */
const TILE_HEIGHT = 8;

/** The proof from `older` to `newer` entries; empty from 0. Rejects with "broken-file" without tiles. */
export async function consistencyFrom(
  tiles: TileDirectory,
  older: number,
  newer: number,
): Promise<Uint8Array[]> {
  if (older === 0) return [];
  return proveBy(tiles, newer, (node) => proveConsistency(older, newer, node, TREE));
}

/** The proof that entry `index` is in the tree of `size`. Rejects with "broken-file" without tiles. */
export async function inclusionOf(
  tiles: TileDirectory,
  index: number,
  size: number,
): Promise<Uint8Array[]> {
  return proveBy(tiles, size, (node) => proveInclusion(index, size, node, TREE));
}

async function proveBy(
  tiles: TileDirectory,
  size: number,
  prove: (node: NodeReader) => Uint8Array[],
): Promise<Uint8Array[]> {
  const nodes = new Map<string, Uint8Array>();
  for (const id of requiredNodes(prove)) nodes.set(nameOf(id), await nodeIn(tiles, id, size));
  return prove((level, index) => {
    const node = nodes.get(nameOf({ level, index }));
    if (node === undefined) throw missing(tiles);
    return node;
  });
}

/** The root of the 1 to 128 hashes of a tile that a complete subtree stands on. */
async function nodeIn(tiles: TileDirectory, id: NodeId, size: number): Promise<Uint8Array> {
  const level = Math.floor(id.level / TILE_HEIGHT);
  const width = 2 ** (id.level % TILE_HEIGHT);
  const first = id.index * width;
  const hashes = await tiles.hashes(level, Math.floor(first / TILE_WIDTH), size);
  const at = first % TILE_WIDTH;
  const under = hashes?.slice(at, at + width);
  if (under?.length !== width) throw missing(tiles);
  return rootOf(under, TREE);
}

function nameOf({ level, index }: NodeId): string {
  return `${level}/${index}`;
}
