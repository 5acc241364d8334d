import { readBytes } from "../../formats/bytes.ts";
import { DEFAULT_LIMITS } from "../../formats/limits.ts";
import type { KeyFile } from "../../formats/package/keys.ts";

/** Keys, passphrases and policies are small. */
const SMALL = { ...DEFAULT_LIMITS, bytes: 1_000_000 };

/** A file with keys, a passphrase or a policy. Rejects with a Refusal where it cannot be read. */
export async function readSmall(name: string): Promise<KeyFile> {
  return { name, bytes: (await readBytes(name, SMALL)).bytes };
}

/** The same for several. */
export function readKeyFiles(paths: readonly string[]): Promise<readonly KeyFile[]> {
  return Promise.all(paths.map(readSmall));
}

/** What unlocks a key: the first line of a file. Undefined where no file is named. */
export async function readPassphrase(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  const { bytes } = await readSmall(file);
  return Buffer.from(bytes).toString("utf8").split(/\r?\n/, 1)[0];
}
