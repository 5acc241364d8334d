import { dirname, join } from "node:path";
import {
  TILE_WIDTH,
  parseEntryBundle,
  parseHashTile,
  tilePath,
  tileWidth,
  type TileId,
} from "caveat-verifier";
import { PUBLIC, createFile, makeDirectory, readIfThere, replaceFile } from "../durable-file.ts";
import { LedgerError } from "../ledger-error.ts";
import { isSame } from "../log/same-bytes.ts";

const CHECKPOINT = "checkpoint";

/**
 * The public files of one log (tlog-tiles): tiles of hashes, bundles of entries, the newest checkpoint.
 * Tiles are written once. They are a cache and a second copy of the entries, never the record.
 */
export class TileDirectory {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async open(path: string): Promise<TileDirectory> {
    await makeDirectory(path, 0o755);
    return new TileDirectory(path);
  }

  /** The hashes of a tile in the tree of `size`, or undefined when no file holds them. */
  async hashes(level: number, index: number, size: number): Promise<Uint8Array[] | undefined> {
    const width = tileWidth(level, index, size);
    const found = await this.#read({ level, index, width });
    return found && parseHashTile(found.bytes, found.width, this.path).slice(0, width);
  }

  /** The entries of a bundle in the tree of `size`, or undefined when no file holds them. */
  async entries(index: number, size: number): Promise<Uint8Array[] | undefined> {
    const width = tileWidth(0, index, size);
    const found = await this.#read({ level: "entries", index, width });
    return found && parseEntryBundle(found.bytes, found.width, this.path).slice(0, width);
  }

  /**
   * Puts a tile or bundle on disk. The same one again is harmless; rejects with "fork" when another is
   * there: what was public once does not change.
   */
  async write(id: TileId, bytes: Uint8Array): Promise<void> {
    const path = join(this.path, tilePath(id));
    await makeDirectory(dirname(path), 0o755);
    if (await createFile(path, bytes, PUBLIC)) return;
    const there = await readIfThere(path);
    if (there !== undefined && isSame(there, bytes)) return;
    const what = "another tile stands there already";
    const remedy = "compare both; if the file is damaged, remove it and rebuild the tiles";
    throw new LedgerError("fork", path, what, remedy);
  }

  /** The newest checkpoint that was published. */
  checkpoint(): Promise<Uint8Array | undefined> {
    return readIfThere(join(this.path, CHECKPOINT));
  }

  async writeCheckpoint(note: Uint8Array): Promise<void> {
    await replaceFile(join(this.path, CHECKPOINT), note, PUBLIC);
  }

  /** The full one where there is one: partial ones may be gone once it exists. */
  async #read(id: TileId): Promise<{ bytes: Uint8Array; width: number } | undefined> {
    for (const width of new Set([id.width, TILE_WIDTH])) {
      const bytes = await readIfThere(join(this.path, tilePath({ ...id, width })));
      if (bytes !== undefined) return { bytes, width };
    }
    return undefined;
  }
}
