import { join } from "node:path";
import { TileDirectory } from "../../../ledger/tiles/tile-directory.ts";
import { writeTiles, type EntryReader } from "../../../ledger/tiles/write-tiles.ts";
import type { Row } from "../../../store/backup/rows.ts";
import { tilesFolder } from "../../tiles-folder.ts";
import { bytesIn } from "../stored/columns.ts";
import { filesIn } from "../stored/files-in.ts";
import { sumOf } from "../stored/hashed-file.ts";
import type { LogState } from "../stored/log-states.ts";
import type { BackupFile } from "../stored/manifest.ts";
import type { Progress } from "../progress.ts";
import type { RowSource } from "../stored/stored-rows.ts";

/**
 * Writes the tiles, bundles and newest checkpoint of every log into a draft, from the rows that were
 * copied into it: so they are of the same moment, whatever the site publishes meanwhile. `states` are
 * in the order of the table of logs.
 */
export async function writeLogs(
  draft: string,
  states: readonly LogState[],
  rows: RowSource,
  progress: Progress,
): Promise<BackupFile[]> {
  await using entries = new EntryCursor(rows("entry"));
  const total = states.reduce((sum, { checkpoint }) => sum + (checkpoint?.size ?? 0), 0);
  let done = 0;
  for (const { id, origin, checkpoint } of states) {
    if (checkpoint === undefined) continue;
    const read: EntryReader = async (from, to) => {
      progress("entries in tiles", (done += to - from), total);
      return await entries.take(id, to - from);
    };
    const tiles = await TileDirectory.open(tilesFolder(draft, origin));
    await writeTiles(tiles, 0, checkpoint.size, read);
    await tiles.writeCheckpoint(checkpoint.note);
  }
  const files: BackupFile[] = [];
  for (const path of (await filesIn(draft)).filter((one) => one.startsWith("tiles/"))) {
    files.push({ path, ...(await sumOf(join(draft, path))) });
  }
  return files;
}

/** Goes once through the rows of all logs, which come log by log and in order. */
class EntryCursor implements AsyncDisposable {
  readonly #rows: AsyncIterator<readonly Row[]>;
  #some: readonly Row[] = [];
  #at = 0;

  constructor(rows: AsyncIterable<readonly Row[]>) {
    this.#rows = rows[Symbol.asyncIterator]();
  }

  /** The next so many entries of a log. What stands before the first of it is passed over. */
  async take(log: string, count: number): Promise<{ bytes: Uint8Array; leaf: Uint8Array }[]> {
    const taken: { bytes: Uint8Array; leaf: Uint8Array }[] = [];
    while (taken.length < count) {
      const row = await this.#next();
      if (row === undefined) return taken;
      if (row["log_id"] !== log) continue;
      taken.push({ bytes: bytesIn(row, "body"), leaf: bytesIn(row, "leaf") });
    }
    return taken;
  }

  /** Closes the file where it was not read to its end. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#rows.return?.();
  }

  async #next(): Promise<Row | undefined> {
    while (this.#at >= this.#some.length) {
      const { done, value } = await this.#rows.next();
      if (done === true) return undefined;
      [this.#some, this.#at] = [value, 0];
    }
    const row = this.#some[this.#at];
    this.#at += 1;
    return row;
  }
}
