import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { link, open, rename, stat, type FileHandle } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Refusal } from "../core/refusal.ts";
import { PUBLIC, syncDirectory } from "../ledger/durable-file.ts";

export interface WriteOptions {
  /** Rights of the new file. */
  readonly mode: number;
  /** Whether a file that is there is replaced; otherwise it is refused. */
  readonly replace: boolean;
}

/**
 * Writes a file of any length by way of a draft beside it: under its name it is there whole or not at
 * all, and on disk when this resolves. A draft is left only by a process that is killed.
 *
 * Rejects with the Refusal "unwritable-file" where it cannot be written or is there already, and with
 * what `chunks` throws.
 */
export async function writeStream(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  { mode, replace }: WriteOptions,
): Promise<void> {
  // Before the long work; `link` makes sure of it afterwards.
  if (!replace && (await isThere(path))) throw exists(path);
  const draft = join(dirname(path), `.draft-${process.pid}-${randomBytes(8).toString("hex")}`);
  const file = await open(draft, "wx", mode).catch((error: unknown) => {
    throw unwritable(path, error);
  });
  const clean = (): void => rmSync(draft, { force: true });
  process.once("exit", clean);
  try {
    await fill(file, path, chunks);
    await (replace ? rename(draft, path) : link(draft, path)).catch((error: unknown) => {
      throw !replace && codeOf(error) === "EEXIST" ? exists(path) : unwritable(path, error);
    });
    await syncDirectory(dirname(path));
  } finally {
    clean();
    process.off("exit", clean);
  }
}

/** Writes a small file in the same way, in place of whatever was there. */
export async function replaceWhole(path: string, bytes: Uint8Array): Promise<void> {
  const whole = async function* (): AsyncGenerator<Uint8Array, void> {
    yield bytes;
  };
  await writeStream(path, whole(), { mode: PUBLIC, replace: true });
}

async function fill(
  file: FileHandle,
  path: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<void> {
  try {
    for await (const chunk of chunks) {
      await file.writeFile(chunk).catch((error: unknown) => {
        throw unwritable(path, error);
      });
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function exists(path: string): Refusal {
  const what = "there is a file already";
  return new Refusal("unwritable-file", path, what, "name a new one, or replace it with --force");
}

function unwritable(path: string, error: unknown): Refusal {
  const code = codeOf(error);
  const what =
    code === "ENOENT" || code === "ENOTDIR"
      ? "its folder is not there"
      : `it cannot be written (${code})`;
  return new Refusal("unwritable-file", path, what, "name another place, or make room for it");
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
