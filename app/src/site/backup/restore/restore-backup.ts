import { GO_ON, type Point } from "../../../ledger/point.ts";
import { migrationsUpTo } from "../../../store/backup/applied.ts";
import { readPages } from "../../../store/backup/read-pages.ts";
import { RestoreTarget } from "../../../store/backup/restore-target.ts";
import type { Row } from "../../../store/backup/rows.ts";
import { readTables } from "../../../store/backup/tables.ts";
import type { StoreSettings } from "../../../store/open-store.ts";
import type { Reader } from "../../../store/transaction/transaction.ts";
import { checkBackup, requireSaidEnds } from "../check-backup.ts";
import { damaged } from "../stored/damaged.ts";
import { loadTables } from "./load-tables.ts";
import type { Manifest } from "../stored/manifest.ts";
import { openBackup, type OpenBackup } from "../stored/open-backup.ts";
import { placeContent } from "./place-content.ts";
import { placeTiles, requireSameTiles } from "./place-tiles.ts";
import type { Progress } from "../progress.ts";
import type { RowSource } from "../stored/stored-rows.ts";

/**
 * Brings a backup back into a database that holds no data, and its files into the home. Everything that
 * can be checked is checked first. From the first change to the last the database carries a mark for
 * which every start refuses it; stopped anywhere, the same command begins anew.
 *
 * Rejects with a Refusal for a damaged backup, with a StoreError for one of a later version or for a
 * database that is not empty ("newer-database", "not-empty"), with "fork" where the tiles in the home
 * are of another history. Then nothing was touched.
 */
export async function restoreBackup(
  settings: StoreSettings,
  folder: string,
  progress: Progress,
  point: Point = GO_ON,
): Promise<Manifest> {
  const backup = await openBackup(folder);
  const { manifest } = backup;
  const migrations = await migrationsUpTo(manifest.migrations, settings.migrations, folder);
  await checkBackup(backup, progress);
  await requireSameTiles(backup, settings.home);
  await using target = await RestoreTarget.open(settings);
  await target.requireEmpty();
  await point("checked");
  await target.begin(migrations, point);
  await point("migrated");
  await placeContent(backup, settings.home, progress);
  await point("content placed");
  const counts = await loadTables(backup, target, progress);
  await point("rows loaded");
  await placeTiles(backup, settings.home);
  await point("tiles placed");
  await target.read((reader) => checkLoaded(backup, reader, progress));
  await point("checked again");
  await target.finish(counts);
  await point("finished");
  return manifest;
}

/** The same check as of the backup, on what is in the database now. */
async function checkLoaded(backup: OpenBackup, reader: Reader, progress: Progress): Promise<void> {
  const { carried } = await readTables(reader);
  const rows: RowSource = async function* (name): AsyncGenerator<readonly Row[]> {
    const table = carried.find((one) => one.name === name);
    if (table === undefined) throw damaged(backup.folder, `it has no table ${name}`);
    for await (const page of readPages(reader, table)) yield page.rows;
  };
  await requireSaidEnds(backup, rows, progress);
}
