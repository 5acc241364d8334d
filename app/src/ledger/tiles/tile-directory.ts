import { access, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  TILE_WIDTH,
  formatEntryBundle,
  formatHashTile,
  parseEntryBundle,
  parseHashTile,
  tilePath,
  tileWidth,
  type TileId,
} from "caveat-verifier";
import {
  PUBLIC,
  createFile,
  makeDirectory,
  readIfThere,
  replaceFile,
  syncDirectory,
} from "../durable-file.ts";
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

  /** The bytes of a tile or bundle of this width, or undefined when no file holds them. */
  async bytes(id: TileId): Promise<Uint8Array | undefined> {
    const found = await this.#read(id);
    if (found === undefined || found.width === id.width) return found?.bytes;
    const { bytes, width } = found;
    return id.level === "entries"
      ? formatEntryBundle(parseEntryBundle(bytes, width, this.path).slice(0, id.width))
      : formatHashTile(parseHashTile(bytes, width, this.path).slice(0, id.width));
  }

  /**
   * Puts a tile or bundle on disk. The same one again is harmless; rejects with "fork" when another is
   * there: what was public once does not change.
   */
  async write(id: TileId, bytes: Uint8Array): Promise<void> {
    const path = join(this.path, tilePath(id));
    if (await createBelow(path, bytes)) return;
    const there = await this.bytes(id);
    if (there === undefined) {
      const what = "it was removed while it was written";
      throw new LedgerError("broken-file", path, what, "run the step again");
    }
    if (isSame(there, bytes)) return;
    const what = "another tile stands there already";
    const remedy = "compare both; if the file is damaged, remove it and rebuild the tiles";
    throw new LedgerError("fork", path, what, remedy);
  }

  /**
   * Removes the partial ones of a tile or bundle; nothing while the full one is not there, and nothing
   * where there are none. Durable when it resolves. What another process that is behind writes at this
   * very moment may stay, and is harmless.
   */
  async removePartial(level: TileId["level"], index: number): Promise<void> {
    const full = join(this.path, tilePath({ level, index, width: TILE_WIDTH }));
    const partial = `${full}.p`;
    if (!(await isThere(full)) || !(await isThere(partial))) return;
    try {
      await rm(partial, { recursive: true, force: true });
    } catch (error) {
      if (codeOf(error) !== "ENOTEMPTY") throw error;
    }
    await syncDirectory(dirname(partial));
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

/**
 * Creates a file and the folders above it. Resolves to false when there is one, and when another process
 * removed the folder meanwhile: it does that to partial tiles once the full one is there.
 */
async function createBelow(path: string, bytes: Uint8Array): Promise<boolean> {
  try {
    await makeDirectory(dirname(path), 0o755);
    return await createFile(path, bytes, PUBLIC);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
