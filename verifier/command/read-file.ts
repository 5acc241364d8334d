import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { VerificationError } from "../src/index.ts";
import { UsageError } from "./usage-error.ts";

/** Above the largest receipt, policy, checkpoint or entry that is read. */
const MOST_BYTES = 4_000_000;
const CHUNK = 1 << 20;

/**
 * The bytes of a file, whatever kind of file it is.
 *
 * Rejects with a UsageError where there is no such file or it cannot be read, and with the
 * VerificationError "too-large" above 4 MB.
 *
 * @param what what the reader took it for, for the sentence
 */
export async function readSmallFile(path: string, what: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunksOf(await openFile(path, what), path, what)) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MOST_BYTES) {
      throw new VerificationError("too-large", what, `it has more than ${MOST_BYTES} bytes`);
    }
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** Opens a file for reading. Rejects with a UsageError where that cannot be. */
export async function openFile(path: string, what: string): Promise<FileHandle> {
  try {
    return await open(path);
  } catch (error) {
    throw unreadable(error, path, what);
  }
}

/**
 * A file's bytes in pieces, each its own; closes the file. Rejects with a UsageError where reading
 * fails.
 */
export async function* chunksOf(
  file: FileHandle,
  path: string,
  what: string,
): AsyncGenerator<Uint8Array, void> {
  try {
    for (;;) {
      const buffer = Buffer.allocUnsafeSlow(CHUNK);
      const { bytesRead } = await file.read(buffer, 0, CHUNK).catch((error: unknown) => {
        throw unreadable(error, path, what);
      });
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

const WHY: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "there is no such file"],
  ["ENOTDIR", "there is no such file"],
  ["EISDIR", "it is a folder"],
  ["EACCES", "you may not read it"],
  ["EPERM", "you may not read it"],
]);

function unreadable(error: unknown, path: string, what: string): UsageError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const why = WHY.get(code) ?? `it cannot be read (${code === "" ? String(error) : code})`;
  return new UsageError(`the ${what} "${path}": ${why}`, "nothing was checked");
}
