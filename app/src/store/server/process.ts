import { readlink } from "node:fs/promises";
import { runProgram } from "./run-program.ts";

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
 * given to another process after a restart of the machine. On Linux a server is known by the folder it
 * works in, which another user's process does not show; elsewhere by its name.
 */
export async function isPostmaster(pid: number, data: string): Promise<boolean> {
  if (!isRunning(pid)) return false;
  if (process.platform === "linux") {
    return (await readlink(`/proc/${pid}/cwd`).catch(() => "")) === data;
  }
  const { output } = await runProgram("ps", ["-p", String(pid), "-o", "comm="]);
  return output.includes("postgres");
}
