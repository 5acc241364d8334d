import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { StoreError } from "../../../store/store-error.ts";
import { bytesIn } from "../stored/columns.ts";
import { copyHashed } from "../stored/hashed-file.ts";
import { contentFile, type BackupFile } from "../stored/manifest.ts";
import type { Progress } from "../progress.ts";
import type { RowSource } from "../stored/stored-rows.ts";

/**
 * Copies the content that is too large for the database from a site's home into a draft: the files that
 * the rows copied before speak of, which are on disk since before those rows were there.
 *
 * Throws "damaged-content" for a file that is missing or is not what its row says.
 */
export async function copyContent(
  home: string,
  draft: string,
  rows: RowSource,
  progress: Progress,
): Promise<BackupFile[]> {
  const hashes: string[] = [];
  for await (const some of rows("content")) {
    const large = some.filter((row) => row["body"] === null);
    hashes.push(...large.map((row) => Buffer.from(bytesIn(row, "hash")).toString("hex")));
  }
  const files: BackupFile[] = [];
  for (const hash of hashes) {
    const path = contentFile(hash);
    await mkdir(dirname(join(draft, path)), { recursive: true, mode: 0o700 });
    const sum = await copyHashed(join(home, path), join(draft, path)).catch((error: unknown) => {
      throw isMissing(error) ? damagedContent(hash, "its file is missing") : error;
    });
    if (sum.sha256 !== hash) throw damagedContent(hash, "its bytes are not those that were kept");
    files.push({ path, ...sum });
    progress("files copied", files.length, hashes.length);
  }
  return files;
}

function damagedContent(hash: string, problem: string): StoreError {
  const remedy = "no backup was made: bring that file back from an earlier one";
  return new StoreError("damaged-content", `content ${hash}`, problem, remedy);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
