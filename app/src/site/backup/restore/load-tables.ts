import { readTables, type Table } from "../../../store/backup/tables.ts";
import type { RestoreTarget } from "../../../store/backup/restore-target.ts";
import { damaged } from "../stored/damaged.ts";
import type { BackupTable } from "../stored/manifest.ts";
import type { OpenBackup } from "../stored/open-backup.ts";
import type { Progress } from "../progress.ts";
import { storedRows } from "../stored/stored-rows.ts";

/**
 * Puts the rows of a backup into a database that was brought to the same migrations. Resolves to how
 * many each table should have by then. Throws a Refusal where the tables are not the same.
 */
export async function loadTables(
  backup: OpenBackup,
  target: RestoreTarget,
  progress: Progress,
): Promise<ReadonlyMap<Table, number>> {
  const { carried, leftOut } = await target.read(readTables);
  const stored = backup.manifest.tables.filter(({ name }) => !leftOut.includes(name));
  requireSameTables(backup, carried, stored);
  const total = stored.reduce((sum, { rows }) => sum + rows, 0);
  let loaded = 0;
  const counts = new Map<Table, number>();
  for (const table of carried) {
    const from = stored.find(({ name }) => name === table.name);
    counts.set(table, from?.rows ?? 0);
    if (from === undefined) continue;
    for await (const rows of storedRows(backup, from)) {
      await target.insert(table, rows);
      progress("rows restored", (loaded += rows.length), total);
    }
  }
  return counts;
}

/** A table that the backup left out on purpose stays empty. */
function requireSameTables(
  { folder, manifest }: OpenBackup,
  own: readonly Table[],
  stored: readonly BackupTable[],
): void {
  const said = stored.map(shapeOf).toSorted();
  const real = own
    .filter(({ name }) => !manifest.leftOut.includes(name))
    .map(shapeOf)
    .toSorted();
  if (said.join("\n") === real.join("\n")) return;
  throw damaged(folder, "its tables are not those that its migrations make");
}

function shapeOf({ name, columns, key }: Table): string {
  return JSON.stringify({ name, columns, key });
}
