import * as fs from "node:fs";
import { closeSync, constants, openSync, readFileSync, statSync, writeSync } from "node:fs";
import { link, mkdir, open, readFile, rename, unlink } from "node:fs/promises";
import { randomBytes } from "node:crypto";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { GO_ON, type Point } from "./point.ts";

/** Only the process's own account may read what is secret. */
export const SECRET = 0o600;
/** What everybody may read. */
export const PUBLIC = 0o644;

/**
 * Puts `bytes` at `path` in place of whatever was there. When this returns they are on disk under that
 * name; when the machine stops before, the old file is there, whole.
 */
export async function replaceFile(
  path: string,
  bytes: Uint8Array,
  mode: number,
  point: Point = GO_ON,
): Promise<void> {
  const draft = await writeDraft(path, bytes, mode);
  await point("draft written");
  await rename(draft, path);
  await point("renamed");
  await syncDirectory(dirname(path));
}

/**
 * As `replaceFile`, but only where nothing is. Resolves to false, and changes nothing, when there is a
 * file under that name: of two processes exactly one gets true.
 */
export async function createFile(path: string, bytes: Uint8Array, mode: number): Promise<boolean> {
  const draft = await writeDraft(path, bytes, mode);
  try {
    await link(draft, path);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  } finally {
    await unlink(draft);
  }
  await syncDirectory(dirname(path));
  return true;
}

/**
 * `createFile` for small files that are made by the hundred a second: fewer turns through the threads
 * that do the work, and one flush of the directory for several.
 */
export async function createSmallFile(
  path: string,
  bytes: Uint8Array,
  mode: number,
  names: DirectoryFlush,
): Promise<boolean> {
  const draft = draftBeside(path);
  await writeNewFile(draft, bytes, mode);
  const isFirst = await LINK(draft, path).then(
    () => true,
    async (error: unknown) => {
      if (codeOf(error) === "EEXIST") return false;
      await UNLINK(draft);
      throw error;
    },
  );
  await Promise.all([UNLINK(draft), isFirst ? names.flush() : undefined]);
  return isFirst;
}

/**
 * Writes a small file under a name that nobody else knows yet. When this returns its bytes are on disk;
 * its name is once its directory is flushed. Stopped before that it may be there in part.
 */
export async function writeNewFile(path: string, bytes: Uint8Array, mode: number): Promise<void> {
  // Making it is done sooner than handing that to a thread is.
  const file = openSync(path, "wx", mode);
  try {
    writeSync(file, bytes);
    await FLUSH(file);
  } finally {
    closeSync(file);
  }
}

/**
 * Makes the names in one directory durable for all who ask at about the same time: a flush serves those
 * who asked before it began.
 */
export class DirectoryFlush {
  readonly #path: string;
  #last: Promise<unknown> = Promise.resolve();
  #coming: Promise<void> | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** Resolves when the names that are there now are on disk. */
  flush(): Promise<void> {
    if (this.#coming !== undefined) return this.#coming;
    const coming = this.#last.then(async () => {
      this.#coming = undefined;
      await syncQuickly(this.#path);
    });
    this.#coming = coming;
    this.#last = coming.catch(() => undefined);
    return coming;
  }
}

const OPEN = promisify(fs.open);
const FLUSH = promisify(fs.fsync);
const LINK = promisify(fs.link);
const UNLINK = promisify(fs.unlink);

/** `syncDirectory` without the objects that its handle costs. */
async function syncQuickly(path: string): Promise<void> {
  const directory = await OPEN(path, constants.O_RDONLY);
  try {
    await FLUSH(directory);
  } finally {
    closeSync(directory);
  }
}

/** The bytes of a small file, read at once, or undefined when there is none. */
export function readSmallIfThere(path: string): Uint8Array | undefined {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** The bytes of a file, or undefined when there is none. */
export async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * Whether there is a file. Asked at once: opening what is hardly ever there costs a thread each time.
 * Throws when that cannot be told.
 */
export function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/**
 * Overwrites a secret with zeros, removes it, and makes that durable; nothing when it is gone. Disks
 * that write elsewhere (flash, journals, copies on write) may keep the old block for a while: whoever
 * needs more encrypts the disk.
 */
export async function destroyFile(path: string): Promise<void> {
  const bytes = await readIfThere(path);
  if (bytes === undefined) return;
  const file = await open(path, constants.O_WRONLY);
  try {
    await file.write(new Uint8Array(bytes.length), 0, bytes.length, 0);
    await file.sync();
  } finally {
    await file.close();
  }
  await unlink(path);
  await syncDirectory(dirname(path));
}

/** Makes a directory, and its parents, and their names durable. */
export async function makeDirectory(path: string, mode: number): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode });
  if (first !== undefined) await syncDirectory(dirname(first));
}

/** Makes the names in a directory durable. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, constants.O_RDONLY);
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

async function writeDraft(path: string, bytes: Uint8Array, mode: number): Promise<string> {
  const draft = draftBeside(path);
  const file = await open(draft, "wx", mode);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  return draft;
}

function draftBeside(path: string): string {
  const name = `.draft-${process.pid}-${randomBytes(8).toString("hex")}`;
  return join(dirname(path), name);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
