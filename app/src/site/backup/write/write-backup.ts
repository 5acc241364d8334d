import { LedgerError } from "../../../ledger/ledger-error.ts";
import type { Site } from "../../site.ts";
import { checkBackup, toBackupLog } from "../check-backup.ts";
import { copyContent } from "./copy-content.ts";
import { copyTables } from "./copy-tables.ts";
import { DraftFolder } from "./draft-folder.ts";
import { checkLogs, type LogState } from "../stored/log-states.ts";
import {
  formatManifest,
  MANIFEST,
  MANIFEST_SUM,
  type BackupLog,
  type Manifest,
} from "../stored/manifest.ts";
import { formatSum, openBackup } from "../stored/open-backup.ts";
import type { Progress } from "../progress.ts";
import { rowsOf } from "../stored/stored-rows.ts";
import { writeLogs } from "./write-tiles.ts";

/**
 * Writes a backup of an open site into a new folder, and reads it back and checks it before it gets its
 * name: what is there under that name is whole. The site may be written to meanwhile; the backup is its
 * state at one moment.
 *
 * Rejects with a Refusal where something is under that name already, with "damaged-content" or
 * "broken-log" when the site itself is not whole. Then nothing is left behind.
 */
export async function writeBackup(
  site: Site,
  folder: string,
  progress: Progress,
): Promise<Manifest> {
  const draft = await DraftFolder.create(folder);
  try {
    const manifest = await fill(draft, site, progress);
    await checkBackup(await openBackup(draft.path), progress);
    await draft.publish();
    return manifest;
  } catch (error) {
    await draft.remove();
    throw error;
  }
}

async function fill(draft: DraftFolder, site: Site, progress: Progress): Promise<Manifest> {
  const at = new Date().toISOString();
  const { files: tableFiles, ...snapshot } = await copyTables(
    site.store.as("auditor"),
    draft,
    progress,
  );
  const copied: Manifest = { at, ...snapshot, logs: [], files: tableFiles };
  const rows = rowsOf({ folder: draft.path, manifest: copied });
  const contentFiles = await copyContent(site.home, draft.path, rows, progress);
  const states = await checkLogs(rows, {
    keysOf: async (origin) => (await site.signer.of(origin).state()).keys,
    refuse: broken,
    progress: () => {},
  });
  const tileFiles = await writeLogs(draft.path, states, rows, progress);
  const files = [...tableFiles, ...contentFiles, ...tileFiles];
  const manifest = { ...copied, logs: await endsOf(states, site), files };
  const { sha256 } = await write(draft, MANIFEST, formatManifest(manifest));
  await write(draft, MANIFEST_SUM, formatSum(sha256));
  return manifest;
}

async function endsOf(states: readonly LogState[], { signer }: Site): Promise<BackupLog[]> {
  const ends: BackupLog[] = [];
  for (const state of states) {
    ends.push(toBackupLog(state, (await signer.of(state.origin).state()).keys));
  }
  return ends;
}

async function write(draft: DraftFolder, name: string, text: string): Promise<{ sha256: string }> {
  const file = await draft.file(name);
  await file.write(Buffer.from(text));
  return await file.end();
}

function broken(origin: string, problem: string): LedgerError {
  const remedy = "no backup was made: do not go on before it is known how that came to be";
  return new LedgerError("broken-log", origin, problem, remedy);
}
