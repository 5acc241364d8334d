import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  parseCheckpoint,
  parseNote,
  parsePolicy,
  tileWidth,
  verifyLedger,
  TILE_WIDTH,
  type Checkpoint,
  type LedgerVerdict,
} from "caveat-verifier";
import { nodeSha256 } from "caveat-verifier/command";
import { isSame } from "../../app/src/ledger/log/same-bytes.ts";
import { checkTiles } from "../../app/src/ledger/tiles/check-tiles.ts";
import { TileDirectory } from "../../app/src/ledger/tiles/tile-directory.ts";
import { writeTiles } from "../../app/src/ledger/tiles/write-tiles.ts";
import { exportLedger } from "../../app/src/site/export-ledger.ts";
import type { Site } from "../../app/src/site/site.ts";

/**
 * What is wrong with the public files of a log: they lead to the checkpoint beside them, of which there
 * are `size` entries, and are the same when they are made anew from the database.
 */
export async function checkFiles(
  site: Site,
  origin: string,
  size: number,
): Promise<readonly string[]> {
  const tiles = await site.tilesOf(origin);
  const note = await tiles.checkpoint();
  if (note === undefined) return size === 0 ? [] : [`${origin}: it has no public checkpoint`];
  const head = parseCheckpoint(parseNote(note).text, origin);
  const failures: string[] = [];
  if (head.size !== size) failures.push(`${origin}: ${head.size} of ${size} entries are public`);
  const folder = await mkdtemp(join(tmpdir(), "caveat-rebuilt-"));
  try {
    await checkTiles(tiles, head);
    const rebuilt = await TileDirectory.open(folder);
    await writeTiles(rebuilt, 0, size, (from, to) =>
      site.ledger.transact((tables) => tables.readEntries(origin, from, to)),
    );
    if (head.size === size) await checkTiles(rebuilt, head);
    failures.push(...(await differences(tiles, rebuilt, size)));
  } catch (error) {
    failures.push(`the public files of ${origin}: ${String(error)}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return failures;
}

/** The bundles of `one` that differ from those of `other`. */
async function differences(
  one: TileDirectory,
  other: TileDirectory,
  size: number,
): Promise<string[]> {
  const found: string[] = [];
  for (let index = 0; index * TILE_WIDTH < size; index += 1) {
    const id = { level: "entries", index, width: tileWidth(0, index, size) } as const;
    const [a, b] = [await one.bytes(id), await other.bytes(id)];
    if (a === undefined || b === undefined || !isSame(a, b)) {
      found.push(`${one.path}: bundle ${index} is another when it is made anew`);
    }
  }
  return found;
}

/**
 * Exports a log with its sealed values, as its owner, and has the verifier check it, with everything
 * that was ever issued pinned.
 */
export async function verifyExport(
  site: Site,
  origin: string,
  pinned: readonly Checkpoint[],
): Promise<LedgerVerdict> {
  const folder = await mkdtemp(join(tmpdir(), "caveat-export-"));
  const path = join(folder, "export");
  try {
    const reader = "campaign";
    await exportLedger({ path, log: origin, open: true, reader, replace: false }, site);
    const { keys } = await site.signer.of(origin).state();
    const witnesses = origin === site.origin ? site.witnesses.lines : "quorum none\n";
    const policy = parsePolicy(
      Buffer.from(`${keys.map((key) => `log ${key}\n`).join("")}${witnesses}`),
    );
    return await verifyLedger(createReadStream(path), { policy, origin, pinned, hash: nodeSha256 });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
