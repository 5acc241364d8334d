import { access } from "node:fs/promises";
import { basename, join } from "node:path";
import { Refusal } from "../../../core/refusal.ts";
import { TileDirectory } from "../../../ledger/tiles/tile-directory.ts";
import { tilesFolder } from "../../tiles-folder.ts";

/**
 * The tiles of a log in a folder that somebody named: a home or a backup, the folder `tiles` of one, or
 * the folder of the log itself. Throws a Refusal where there are none.
 */
export async function findTiles(named: string, origin: string): Promise<TileDirectory> {
  const own = basename(tilesFolder("", origin));
  for (const path of [join(named, "tiles", own), join(named, own), named]) {
    if (await isThere(join(path, "tile"))) return await TileDirectory.open(path);
  }
  const what = `there are no tiles of the ledger ${origin} in it`;
  const remedy = `name the folder tiles of the site, or a copy of it; in it they are under ${own}`;
  throw new Refusal("bad-usage", named, what, remedy);
}

async function isThere(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
