import { join } from "node:path";
import { LedgerError } from "../../../ledger/ledger-error.ts";
import { GO_ON, type Point } from "../../../ledger/point.ts";
import { resumeErasures } from "../../../ledger/seal/erase.ts";
import { KeyDirectory } from "../../../ledger/seal/key-directory.ts";
import { TileDirectory } from "../../../ledger/tiles/tile-directory.ts";
import type { Store } from "../../../store/open-store.ts";
import type { LogStanding, Restored } from "../../../usecases/back-up.ts";
import { eraserOf } from "../../eraser.ts";
import { originsOf } from "../../site.ts";
import { tilesFolder } from "../../tiles-folder.ts";
import { bringForward } from "./bring-forward.ts";
import { announceAgain } from "./erased-since.ts";
import { findTiles } from "./find-tiles.ts";
import { stand, type Parts } from "../parts.ts";

/**
 * Brings every log that is behind its signer forward, from the bundles in a folder of tiles, and erases
 * again what those entries say was erased.
 *
 * Rejects as `bringForward` does, and with "rollback" for a log that is newer than the database.
 */
export async function bringSiteForward(
  parts: Parts,
  tiles: string,
  point: Point = GO_ON,
): Promise<Restored> {
  const keys = await KeyDirectory.open(join(parts.home, "keys"));
  let added = 0;
  for (const log of (await stand(parts, 0)).logs) {
    if (log.state === "behind") added += await bringLogForward(log, tiles, parts, keys, point);
  }
  const after = await stand(parts, added);
  const root = await rootOf(parts.store);
  const isCurrent = after.logs.every(({ state }) => state === "current");
  if (root === undefined || !isCurrent) return after;
  await resumeErasures(eraserOf({ store: parts.store, keys, origin: root }));
  return await stand(parts, added);
}

async function bringLogForward(
  { origin, vouched }: LogStanding,
  tiles: string,
  { home, store, ledger, signer }: Parts,
  keys: KeyDirectory,
  point: Point,
): Promise<number> {
  if (!(await originsOf(store)).includes(origin)) {
    const what = `the signer vouched for ${vouched} entries of it, and the database is from before it`;
    throw new LedgerError("rollback", origin, what, "restore a backup that has this ledger");
  }
  return await bringForward(origin, {
    ledger,
    signer: signer.of(origin),
    from: await findTiles(tiles, origin),
    own: await TileDirectory.open(tilesFolder(home, origin)),
    erasing: (entries) => announceAgain(entries, origin, { store, ledger, keys }),
    point,
  });
}

async function rootOf(store: Store): Promise<string | undefined> {
  const row = await store
    .as("app")
    .read(async ({ select }) =>
      select.selectFrom("log").select("origin").where("partner", "is", null).executeTakeFirst(),
    );
  return row?.origin;
}
