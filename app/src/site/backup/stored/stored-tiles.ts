import { join } from "node:path";
import { parseTilePath, VerificationError, type TileId } from "caveat-verifier";
import { damaged } from "./damaged.ts";
import type { OpenBackup } from "./open-backup.ts";

/** A tile or bundle in a backup. */
export interface StoredTile {
  readonly origin: string;
  readonly id: TileId;
  readonly path: string;
}

/** Every tile and bundle of a backup. Throws a Refusal for a file among them that is neither. */
export function storedTiles({ folder, manifest }: OpenBackup): StoredTile[] {
  return manifest.files
    .filter(({ path }) => path.startsWith("tiles/"))
    .flatMap(({ path }) => {
      const log = manifest.logs.find(({ tiles }) => path.startsWith(`${tiles}/`));
      if (log === undefined)
        throw damaged(join(folder, path), "it is a tile of no log of the backup");
      const name = path.slice(log.tiles.length + 1);
      if (name === "checkpoint") return [];
      return [{ origin: log.origin, id: idOf(name, join(folder, path)), path }];
    });
}

function idOf(name: string, place: string): TileId {
  try {
    return parseTilePath(name);
  } catch (error) {
    if (error instanceof VerificationError) throw damaged(place, "it is not a tile");
    throw error;
  }
}
