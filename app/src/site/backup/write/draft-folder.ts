import { randomBytes } from "node:crypto";
import { lstat, mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { Refusal } from "../../../core/refusal.ts";
import { syncDirectory } from "../../../ledger/durable-file.ts";
import { HashedFile } from "../stored/hashed-file.ts";

/** A folder that gets its name when it is whole: until then it stands beside it as a draft. */
export class DraftFolder {
  readonly path: string;
  readonly #wanted: string;

  private constructor(path: string, wanted: string) {
    this.path = path;
    this.#wanted = wanted;
  }

  /** Makes the draft; one is left only by a process that is killed. Throws a Refusal where there is something under that name already. */
  static async create(folder: string): Promise<DraftFolder> {
    await requireFree(folder);
    const wanted = resolve(folder);
    const path = `${wanted}.draft-${randomBytes(4).toString("hex")}`;
    await mkdir(path, { mode: 0o700 });
    return new DraftFolder(path, wanted);
  }

  /** A new, empty folder in it, in place of one of that name. */
  async clear(name: string): Promise<void> {
    await rm(join(this.path, name), { recursive: true, force: true });
    await mkdir(join(this.path, name), { recursive: true, mode: 0o700 });
  }

  /** A new file in it, by its name from here; folders are made as needed. */
  async file(name: string): Promise<HashedFile> {
    const path = join(this.path, name);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return await HashedFile.create(path);
  }

  /** Gives it its name; durable when this resolves. */
  async publish(): Promise<void> {
    const entries = await readdir(this.path, { recursive: true, withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory());
    for (const { parentPath, name } of folders) await syncDirectory(join(parentPath, name));
    await syncDirectory(this.path);
    await requireFree(this.#wanted);
    await rename(this.path, this.#wanted);
    await syncDirectory(dirname(this.#wanted));
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}

/** Checks that nothing is under a name yet, and that the folder above it is there. */
export async function requireFree(folder: string): Promise<void> {
  const wanted = resolve(folder);
  const above = await lstat(dirname(wanted)).catch(() => undefined);
  if (above === undefined) {
    // Not made: it may be a disk that is not mounted.
    const what = `there is no folder ${dirname(wanted)} to put ${basename(wanted)} in`;
    throw new Refusal("bad-usage", folder, what, "make that folder, or mount it, first");
  }
  const there = await lstat(wanted).catch(() => undefined);
  if (there === undefined) return;
  const what = "there is something under this name already, and a backup never replaces another";
  throw new Refusal("bad-usage", folder, what, "name a folder that is not there");
}
