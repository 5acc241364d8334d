import { createHash } from "node:crypto";
import { join } from "node:path";
import { parseRow, type Row } from "../../../store/backup/rows.ts";
import { damaged } from "./damaged.ts";
import { piecesOf } from "./hashed-file.ts";
import { tableFile, type BackupTable } from "./manifest.ts";
import { requireSame, type OpenBackup } from "./open-backup.ts";

/** The rows of a table in the order of its key, some at a time. */
export type RowSource = (table: string) => AsyncIterable<readonly Row[]>;

const LINE_END = 10;
/** Nothing that is kept comes near it. */
const MOST_LINE = 100_000_000;

/** The rows of a backup's tables. */
export function rowsOf(backup: OpenBackup): RowSource {
  return (name) => {
    const table = backup.manifest.tables.find((one) => one.name === name);
    if (table === undefined) throw damaged(backup.folder, `it has no table ${name}`);
    return storedRows(backup, table);
  };
}

/**
 * The rows of one table of a backup. Rejects with a Refusal that names file and line; what is wrong
 * with the file as a whole is only known at the end.
 */
export async function* storedRows(
  { folder, manifest }: OpenBackup,
  table: BackupTable,
): AsyncGenerator<readonly Row[]> {
  const name = tableFile(table.name);
  const place = join(folder, name);
  const said = manifest.files.find(({ path }) => path === name);
  if (said === undefined) throw damaged(place, "the manifest does not know this file");
  const hash = createHash("sha256");
  let [size, count, rest] = [0, 0, Buffer.alloc(0)];
  for await (const piece of piecesOf(place)) {
    hash.update(piece);
    size += piece.length;
    const bytes = Buffer.concat([rest, piece]);
    const end = bytes.lastIndexOf(LINE_END) + 1;
    rest = bytes.subarray(end);
    if (rest.length > MOST_LINE) throw damaged(`${place}:${count + 1}`, "the line is too long");
    const lines = end === 0 ? [] : bytes.toString("utf8", 0, end - 1).split("\n");
    yield lines.map((line, at) => rowIn(table, line, `${place}:${count + at + 1}`));
    count += lines.length;
  }
  requireSame(place, { size, sha256: hash.digest("hex") }, said);
  if (rest.length > 0) throw damaged(place, "its last line has no end");
  if (count !== table.rows) throw damaged(place, `it has ${count} rows, not ${table.rows}`);
}

function rowIn(table: BackupTable, line: string, place: string): Row {
  const row = parseRow(table, line);
  if (row === undefined) throw damaged(place, `it is not a row of the table ${table.name}`);
  return row;
}
