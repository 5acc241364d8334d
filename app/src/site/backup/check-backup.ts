import { createHash } from "node:crypto";
import { join } from "node:path";
import { VerificationError } from "caveat-verifier";
import { LedgerError } from "../../ledger/ledger-error.ts";
import { isSame } from "../../ledger/log/same-bytes.ts";
import { checkTiles } from "../../ledger/tiles/check-tiles.ts";
import { TileDirectory } from "../../ledger/tiles/tile-directory.ts";
import { tilesFolder } from "../tiles-folder.ts";
import { bytesIn, countIn } from "./stored/columns.ts";
import { damaged } from "./stored/damaged.ts";
import { checkLogs, type LogState, type SignedHead } from "./stored/log-states.ts";
import { contentFile, MANIFEST, type BackupLog } from "./stored/manifest.ts";
import { checkFiles, type OpenBackup } from "./stored/open-backup.ts";
import type { Progress } from "./progress.ts";
import { rowsOf, type RowSource } from "./stored/stored-rows.ts";
import { storedTiles } from "./stored/stored-tiles.ts";

/**
 * Checks a backup from its files alone: every file against the manifest, every content against its
 * hash, every log against its head, its signed checkpoint and its tiles.
 *
 * That a key of the log signed is believed of the keys in the manifest: whether they are the site's own
 * is for its signer to say. Rejects with a Refusal that names file or log.
 */
export async function checkBackup(backup: OpenBackup, progress: Progress): Promise<void> {
  storedTiles(backup);
  await checkFiles(backup, progress);
  await checkContent(backup);
  for (const { origin, checkpoint } of await requireSaidEnds(backup, rowsOf(backup), progress)) {
    if (checkpoint !== undefined) await checkLogFiles(backup.folder, origin, checkpoint);
  }
}

/**
 * Checks the logs in some rows, and that they end as the manifest of the backup says. Rejects with a
 * Refusal that names the log.
 */
export async function requireSaidEnds(
  { folder, manifest }: OpenBackup,
  rows: RowSource,
  progress: Progress,
): Promise<readonly LogState[]> {
  const total = manifest.tables.find(({ name }) => name === "entry")?.rows ?? 0;
  const states = await checkLogs(rows, {
    keysOf: async (origin) => manifest.logs.find((log) => log.origin === origin)?.keys ?? [],
    refuse: (origin, problem) => damaged(`${folder}, the ledger ${origin}`, problem),
    progress: (entries) => progress("entries checked", entries, total),
  });
  const found = states.map((state) => toBackupLog(state, []));
  const said = manifest.logs.map((log) => ({ ...log, keys: [] }));
  if (JSON.stringify(found) === JSON.stringify(said)) return states;
  throw damaged(join(folder, MANIFEST), "its logs do not end as their entries do");
}

/** The end of a log as the manifest has it. */
export function toBackupLog(state: LogState, keys: readonly string[]): BackupLog {
  const { origin, size, root, checkpoint } = state;
  const signed = checkpoint && { size: checkpoint.size, root: base64(checkpoint.root) };
  const tiles = tilesFolder("", origin);
  return { origin, size, root: base64(root), checkpoint: signed ?? null, keys, tiles };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

async function checkContent(backup: OpenBackup): Promise<void> {
  const { folder, manifest } = backup;
  const files = new Map(manifest.files.map(({ path, ...sum }) => [path, sum]));
  for await (const some of rowsOf(backup)("content")) {
    for (const row of some) {
      const hash = Buffer.from(bytesIn(row, "hash")).toString("hex");
      const { body } = row;
      const sum = body instanceof Uint8Array ? sumOfBytes(body) : files.get(contentFile(hash));
      if (sum?.sha256 === hash && sum.size === countIn(row, "size")) continue;
      throw damaged(folder, `the content ${hash} is missing or is something else`);
    }
  }
}

function sumOfBytes(bytes: Uint8Array): { size: number; sha256: string } {
  return { size: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}

async function checkLogFiles(
  folder: string,
  origin: string,
  { note, ...head }: SignedHead,
): Promise<void> {
  const path = tilesFolder(folder, origin);
  const tiles = await TileDirectory.open(path);
  const published = await tiles.checkpoint();
  if (published === undefined || !isSame(published, note)) {
    throw damaged(join(path, "checkpoint"), "it is not the newest checkpoint of the log");
  }
  await checkTiles(tiles, head).catch((error: unknown) => {
    if (!(error instanceof LedgerError || error instanceof VerificationError)) throw error;
    throw damaged(path, error.message);
  });
}
