import { readApplied, type Applied } from "../../../store/backup/applied.ts";
import { countRows, readPages } from "../../../store/backup/read-pages.ts";
import { readTables, type Table } from "../../../store/backup/tables.ts";
import type { Database } from "../../../store/transaction/database.ts";
import type { Reader } from "../../../store/transaction/transaction.ts";
import type { DraftFolder } from "./draft-folder.ts";
import { tableFile, type BackupFile, type BackupTable } from "../stored/manifest.ts";
import type { Progress } from "../progress.ts";

/** What was copied of a database: its state at one moment. */
export interface Snapshot {
  readonly migrations: readonly Applied[];
  readonly tables: readonly BackupTable[];
  readonly leftOut: readonly string[];
  readonly files: readonly BackupFile[];
}

/**
 * Writes every row of every table, as one transaction sees them, into one file a table. The database
 * may be written to meanwhile. Begun anew where the connection breaks.
 */
export async function copyTables(
  database: Database,
  draft: DraftFolder,
  progress: Progress,
): Promise<Snapshot> {
  return await database.read(async (reader) => {
    await draft.clear("tables");
    const migrations = await readApplied(reader);
    const { carried, leftOut } = await readTables(reader);
    let total = 0;
    for (const table of carried) total += await countRows(reader, table);
    let copied = 0;
    const tables: BackupTable[] = [];
    const files: BackupFile[] = [];
    for (const table of carried) {
      const told = (rows: number): void => progress("rows copied", (copied += rows), total);
      const { rows, file } = await copyTable(reader, table, draft, told);
      tables.push({ ...table, rows });
      files.push(file);
    }
    return { migrations, tables, leftOut, files };
  });
}

async function copyTable(
  reader: Reader,
  table: Table,
  draft: DraftFolder,
  told: (rows: number) => void,
): Promise<{ rows: number; file: BackupFile }> {
  const path = tableFile(table.name);
  const file = await draft.file(path);
  let rows = 0;
  try {
    for await (const { lines } of readPages(reader, table)) {
      await file.write(Buffer.from(lines.map((line) => `${line}\n`).join("")));
      rows += lines.length;
      told(lines.length);
    }
  } catch (error) {
    await file.abandon();
    throw error;
  }
  return { rows, file: { path, ...(await file.end()) } };
}
