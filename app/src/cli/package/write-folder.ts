import { existsSync } from "node:fs";
import { mkdtemp, open, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Refusal } from "../../core/refusal.ts";

/**
 * Writes files into a new folder that only its owner may read. Under its name it is there whole or not
 * at all. The names have been checked: each is that of a plain file.
 *
 * Rejects with the Refusal "unwritable-file" where something is there or it cannot be written.
 */
export async function writeFolder(
  folder: string,
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): Promise<void> {
  if (existsSync(folder)) {
    throw new Refusal("unwritable-file", folder, "it is there already", "name a new folder");
  }
  const draft = await mkdtemp(`${resolve(folder)}.draft-`).catch((error: unknown) => {
    throw unwritable(folder, error);
  });
  try {
    for (const { name, bytes } of files) await writeNew(join(draft, name), bytes);
    await rename(draft, folder);
  } catch (error) {
    throw unwritable(folder, error);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

function unwritable(folder: string, error: unknown): Refusal {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
  const remedy = "check the path, your rights and the space left";
  return new Refusal("unwritable-file", folder, `it cannot be written (${code})`, remedy);
}
