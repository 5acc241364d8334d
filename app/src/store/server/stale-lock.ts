import { readFile, rm } from "node:fs/promises";
import { isPostmaster, isRunning } from "./process.ts";

/**
 * Removes a lock file of a server that is gone (postmaster.pid, or that of its socket) where another
 * process has its number now, or where it has ended and nobody has taken note of that: PostgreSQL then
 * takes the file for that of a server that runs. All others it replaces itself. Looks again before
 * removing, so that the file of a server that has just started stays.
 */
export async function dropStaleLock(file: string, data: string): Promise<void> {
  const pid = await ownerOf(file);
  if (pid === undefined || !isRunning(pid) || isPostmaster(pid, data)) return;
  if ((await ownerOf(file)) === pid) await rm(file, { force: true });
}

/** The process in the first line; a server that starts has perhaps not written it yet. */
async function ownerOf(file: string): Promise<number | undefined> {
  const text = await readFile(file, "utf8").catch(() => "");
  return /^[0-9]+(?=\n)/.test(text) ? Number.parseInt(text, 10) : undefined;
}
