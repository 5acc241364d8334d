import { access } from "node:fs/promises";
import { join } from "node:path";
import { Refusal } from "../../core/refusal.ts";
import type { BackupSummary, Backups, Watch } from "../../usecases/back-up.ts";
import type { SiteSettings } from "../settings.ts";
import { openSite } from "../site.ts";
import { bringSiteForward } from "./forward/bring-site-forward.ts";
import { checkBackup } from "./check-backup.ts";
import { requireFree } from "./write/draft-folder.ts";
import type { Manifest } from "./stored/manifest.ts";
import { openBackup } from "./stored/open-backup.ts";
import { stand, withParts } from "./parts.ts";
import { restoreBackup } from "./restore/restore-backup.ts";
import { writeBackup } from "./write/write-backup.ts";

/** Backups of the site with these settings. */
export function backups(settings: SiteSettings): Backups {
  return {
    write: (folder, watch) => onDisk(folder, () => write(settings, folder, watch)),
    check: (folder, watch) => onDisk(folder, () => check(folder, watch)),
    restore: (folder, { progress, onTrouble }) =>
      onDisk(folder, async () => {
        await restoreBackup({ ...settings, onTrouble }, folder, progress);
        return await withParts({ ...settings, onTrouble }, (parts) => stand(parts, 0));
      }),
    bringForward: (tiles, { onTrouble }) =>
      onDisk(tiles, async () => {
        await requireDatabase(settings, "there is nothing to bring forward");
        return await withParts({ ...settings, onTrouble }, (parts) =>
          bringSiteForward(parts, tiles),
        );
      }),
  };
}

async function write(
  settings: SiteSettings,
  folder: string,
  { progress, onTrouble }: Watch,
): Promise<BackupSummary> {
  await requireFree(folder);
  await requireDatabase(settings, "there is nothing to back up");
  await using site = await openSite({ ...settings, onTrouble });
  return summaryOf(await writeBackup(site, folder, progress));
}

async function check(folder: string, { progress }: Watch): Promise<BackupSummary> {
  const backup = await openBackup(folder);
  await checkBackup(backup, progress);
  return summaryOf(backup.manifest);
}

/** Opening a site makes what is missing; whoever mistook the home is told instead. */
async function requireDatabase({ home, url }: SiteSettings, what: string): Promise<void> {
  if (url !== undefined) return;
  await access(join(home, "db")).catch(() => {
    throw new Refusal("bad-usage", home, `${what}: no database is there`, "check CAVEAT_HOME");
  });
}

function summaryOf({ at, tables, files, logs }: Manifest): BackupSummary {
  return {
    at,
    rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    files: files.length,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    logs: logs.map(({ origin, size, checkpoint }) => ({
      origin,
      entries: size,
      signed: checkpoint?.size ?? 0,
    })),
  };
}

/** A full disk, a missing right, a folder that went away: a sentence instead of the system's code. */
async function onDisk<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error && "code" in error)) throw error;
    const path = "path" in error ? String(error.path) : place;
    const what = `it cannot be read or written (${String(error.code)})`;
    throw new Refusal("unwritable-file", path, what, "check its rights and the room on its disk");
  }
}
