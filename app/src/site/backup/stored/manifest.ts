import type { Applied } from "../../../store/backup/applied.ts";
import type { Table } from "../../../store/backup/tables.ts";
import type { FileSum } from "./hashed-file.ts";

/** The form of a backup; another number is another form. */
export const FORM = "backup/1";
export const MANIFEST = "manifest.json";
/** Its SHA-256 in the form of sha256sum. */
export const MANIFEST_SUM = "manifest.sha256";

/** What a backup holds. */
export interface Manifest {
  /** When its data were true: UTC with milliseconds. */
  readonly at: string;
  /** What was applied to the database, in order. */
  readonly migrations: readonly Applied[];
  /** In the order in which they can be filled. */
  readonly tables: readonly BackupTable[];
  /** Tables that are not in it, by name. */
  readonly leftOut: readonly string[];
  readonly logs: readonly BackupLog[];
  /** Every file but the manifest and its sum, by its name from the folder. */
  readonly files: readonly BackupFile[];
}

/** A table; its rows are in `tableFile`, one a line, in the order of the key. */
export interface BackupTable extends Table {
  readonly rows: number;
}

export interface BackupFile extends FileSum {
  readonly path: string;
}

/** The end of a log. */
export interface BackupLog {
  readonly origin: string;
  readonly size: number;
  /** Base64. */
  readonly root: string;
  /** What the newest checkpoint covers; null for a log that none was signed of. */
  readonly checkpoint: { readonly size: number; readonly root: string } | null;
  /** Of the log, at that time, in the text form of signed-note. */
  readonly keys: readonly string[];
  /** The folder of its tiles. */
  readonly tiles: string;
}

/** Said to whoever looks into a backup with nothing else at hand. */
const ABOUT =
  "A backup of a Caveat site. Not in it, on purpose: the keys of sealed values (the folder keys has " +
  "backups of its own, kept for a short time, or a restore would undo erasures), the signer's folder " +
  "(it is moved to another machine, never restored from a copy), sessions and access tokens.";

/** The text of a manifest: the same for the same content. */
export function formatManifest(manifest: Manifest): string {
  const { at, migrations, tables, leftOut, logs, files } = manifest;
  const all = {
    caveat: FORM,
    about: ABOUT,
    at,
    migrations: migrations.map(({ number, name, sha256 }) => ({ number, name, sha256 })),
    tables: tables.map(({ name, rows, columns, key }) => ({
      name,
      rows,
      columns: Object.fromEntries(columns.map((column) => [column.name, column.type])),
      key: key.map((column) => column.name),
    })),
    leftOut,
    logs: logs.map(({ origin, size, root, checkpoint, keys, tiles }) => ({
      origin,
      size,
      root,
      checkpoint,
      keys,
      tiles,
    })),
    files: files.map(({ path, size, sha256 }) => ({ path, size, sha256 })),
  };
  return `${JSON.stringify(all, null, 1)}\n`;
}

/** Where the rows of a table are. */
export function tableFile(name: string): string {
  return `tables/${name}.jsonl`;
}

/** Where content is that is too large for the database; `hash` is hex. As in a site's home. */
export function contentFile(hash: string): string {
  return `content/${hash.slice(0, 2)}/${hash.slice(2)}`;
}
