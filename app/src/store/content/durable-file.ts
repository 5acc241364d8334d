import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * The steps by which a file becomes durable, in the order they are taken. A test puts its own in
 * their place and stops after any of them.
 */
export interface FileSteps {
  /** Writes a new file and flushes it to the disk. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Flushes a folder's list of names to the disk. */
  syncFolder(path: string): Promise<void>;
}

export const FILE_STEPS: FileSteps = {
  write: async (path, bytes) => {
    const file = await open(path, "wx", 0o600);
    try {
      await file.writeFile(bytes);
      await file.datasync();
    } finally {
      await file.close();
    }
  },
  rename: async (from, to) => await rename(from, to),
  syncFolder: async (path) => {
    const folder = await open(path, "r");
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  },
};

/**
 * Writes a file by way of a draft in the folder `drafts`, so that after a crash at any moment it is
 * there whole or not at all, and once this returns, there. A file that is there is replaced. Folders
 * are made as needed; `drafts` must be on the same disk.
 */
export async function writeDurably(
  path: string,
  bytes: Uint8Array,
  drafts: string,
  steps: FileSteps = FILE_STEPS,
): Promise<void> {
  await makeFolder(drafts, steps);
  await makeFolder(dirname(path), steps);
  const draft = join(drafts, randomUUID());
  try {
    await steps.write(draft, bytes);
    await steps.rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await steps.syncFolder(dirname(path));
}

/** Each new folder is flushed into the one above it. */
async function makeFolder(folder: string, steps: FileSteps): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = folder; made !== dirname(first); made = dirname(made)) {
    await steps.syncFolder(dirname(made));
  }
}

/** A draft older than this was left by a process that was killed. */
const ABANDONED_MS = 600_000;

/** Removes what killed processes have left in the folder of drafts. `now` in milliseconds. */
export async function removeAbandoned(drafts: string, now: number): Promise<void> {
  for (const name of await readdir(drafts).catch(() => [])) {
    const path = join(drafts, name);
    const seen = await stat(path).catch(() => undefined);
    if (seen !== undefined && now - seen.mtimeMs > ABANDONED_MS) await rm(path, { force: true });
  }
}
