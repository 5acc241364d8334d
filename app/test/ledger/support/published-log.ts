import { join } from "node:path";
import { expect } from "vitest";
import { parseCheckpoint, parseNote } from "caveat-verifier";
import { append } from "../../../src/ledger/log/append.ts";
import { createLog } from "../../../src/ledger/log/create-log.ts";
import { sequenceAll } from "../../../src/ledger/log/sequence.ts";
import type { Publisher } from "../../../src/ledger/publish.ts";
import { Signer } from "../../../src/ledger/signer/signer.ts";
import { checkTiles } from "../../../src/ledger/tiles/check-tiles.ts";
import { TileDirectory } from "../../../src/ledger/tiles/tile-directory.ts";
import { LOG, entry, numbers } from "./entries.ts";
import type { MemoryStore } from "./memory-store.ts";

/** A log with all it takes to publish it. */
export interface TestLog extends Publisher {
  readonly store: MemoryStore;
  readonly path: string;
  /** The log's verifier key. */
  readonly vkey: string;
}

/** Makes an empty log below `path`; its signer's folder is `path`/signer. */
export async function makeLog(path: string, store: MemoryStore, origin = LOG): Promise<TestLog> {
  await createLog(store, origin);
  const signer = await Signer.create(join(path, "signer"), origin);
  const [vkey = ""] = (await signer.state()).keys;
  const tiles = await TileDirectory.open(join(path, "tiles", encodeURIComponent(origin)));
  return { store, signer, tiles, path, vkey };
}

/** Adds entries up to a count and sequences them; `of` makes the entry of a number. */
export async function grow(store: MemoryStore, to: number, of = entry): Promise<void> {
  const { size } = store.log(LOG).head;
  await store.transact(async (tables) => {
    for (const number of numbers(to - size, size)) await append(tables, LOG, of(number));
  });
  await sequenceAll(store, LOG);
}

/** The size of the checkpoint beside the tiles, which lead to it; 0 where there is none. */
export async function publicSize(tiles: TileDirectory): Promise<number> {
  const note = await tiles.checkpoint();
  if (note === undefined) return 0;
  const checkpoint = parseCheckpoint(parseNote(note).text);
  await expect(checkTiles(tiles, checkpoint)).resolves.toBeUndefined();
  return checkpoint.size;
}
