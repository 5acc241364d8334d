import { spawnSync } from "node:child_process";
import { readlinkSync } from "node:fs";
import { PROGRAM_ENVIRONMENT } from "./run-program.ts";

/** Whether a process with this number runs, whoever's it is. */
export function isRunning(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 1) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/**
 * Whether the process with this number is a PostgreSQL server of this data directory: a number is
 * given to another process later, on a busy machine within minutes. On Linux a server is known by the
 * folder it works in, which another user's process does not show; elsewhere by its name.
 */
export function isPostmaster(pid: number, data: string): boolean {
  if (!isRunning(pid)) return false;
  if (process.platform === "linux") return folderOf(pid) === data;
  const asked = ["-p", String(pid), "-o", "comm="];
  return String(spawnSync("ps", asked, { env: PROGRAM_ENVIRONMENT }).stdout).includes("postgres");
}

function folderOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}
