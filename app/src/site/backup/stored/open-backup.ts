import { lstat, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Refusal } from "../../../core/refusal.ts";
import { damaged } from "./damaged.ts";
import { filesIn } from "./files-in.ts";
import { sumOf, type FileSum } from "./hashed-file.ts";
import { MANIFEST, MANIFEST_SUM, type Manifest } from "./manifest.ts";
import { parseManifest } from "./parse-manifest.ts";
import type { Progress } from "../progress.ts";

/** A backup whose manifest was read; its files may still be anything. */
export interface OpenBackup {
  readonly folder: string;
  readonly manifest: Manifest;
}

/** A manifest of a million files is about 150 MB. */
const MOST_MANIFEST = 400_000_000;

/**
 * Reads the manifest of a backup. Throws a Refusal for a folder without one, and for one that is not
 * what its sum says.
 */
export async function openBackup(folder: string): Promise<OpenBackup> {
  const path = join(folder, MANIFEST);
  const seen = await lstat(path).catch(() => undefined);
  if (seen === undefined) {
    const what = `it is not a backup: there is no ${MANIFEST} in it`;
    throw new Refusal("bad-backup", folder, what, "name a folder that caveat backup has made");
  }
  if (seen.size > MOST_MANIFEST) throw damaged(path, "it is too large for a manifest");
  const said = await readFile(join(folder, MANIFEST_SUM), "latin1").catch(() => undefined);
  if (said === undefined) throw damaged(join(folder, MANIFEST_SUM), "it is missing");
  const { sha256 } = await sumOf(path);
  if (said !== formatSum(sha256)) {
    throw damaged(path, `it is not the file that ${MANIFEST_SUM} gives the SHA-256 of`);
  }
  const text = await readFile(path, "utf8");
  return { folder, manifest: parseManifest(text, path) };
}

/** The line of the manifest's sum, as sha256sum writes and reads it. */
export function formatSum(sha256: string): string {
  return `${sha256}  ${MANIFEST}\n`;
}

/** Checks that the files of a backup are those of its manifest, no more, no fewer, byte for byte. */
export async function checkFiles(backup: OpenBackup, progress: Progress): Promise<void> {
  const { folder, manifest } = backup;
  const listed = new Set([MANIFEST, MANIFEST_SUM, ...manifest.files.map(({ path }) => path)]);
  const there = new Set(await filesIn(folder));
  for (const path of listed) {
    if (!there.has(path)) throw damaged(join(folder, path), "it is missing");
  }
  for (const path of there) {
    if (!listed.has(path))
      throw damaged(join(folder, path), "the manifest does not know this file");
  }
  const total = manifest.files.reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  for (const { path, ...sum } of manifest.files) {
    requireSame(join(folder, path), await sumOf(join(folder, path)), sum);
    progress("bytes checked", (done += sum.size), total);
  }
}

/** Throws a Refusal for a file that is not what the manifest says. */
export function requireSame(place: string, found: FileSum, said: FileSum): void {
  if (found.size !== said.size) {
    throw damaged(place, `it has ${found.size} bytes and should have ${said.size}`);
  }
  if (found.sha256 !== said.sha256) throw damaged(place, "its bytes are not those of the backup");
}
