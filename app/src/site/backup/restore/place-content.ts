import { randomUUID } from "node:crypto";
import { rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeDirectory, syncDirectory } from "../../../ledger/durable-file.ts";
import { copyHashed } from "../stored/hashed-file.ts";
import { requireSame, type OpenBackup } from "../stored/open-backup.ts";
import type { Progress } from "../progress.ts";

/**
 * Puts the large content of a backup into a home, each file by way of a draft. One that is there is
 * replaced by the same: that mends a damaged one.
 */
export async function placeContent(
  { folder, manifest }: OpenBackup,
  home: string,
  progress: Progress,
): Promise<void> {
  const files = manifest.files.filter(({ path }) => path.startsWith("content/"));
  const drafts = join(home, "content", "drafts");
  await makeDirectory(drafts, 0o700);
  let done = 0;
  for (const { path, ...sum } of files) {
    const draft = join(drafts, randomUUID());
    try {
      requireSame(join(folder, path), await copyHashed(join(folder, path), draft), sum);
      await makeDirectory(dirname(join(home, path)), 0o700);
      await rename(draft, join(home, path));
    } finally {
      await rm(draft, { force: true });
    }
    await syncDirectory(dirname(join(home, path)));
    progress("files restored", (done += 1), files.length);
  }
}
