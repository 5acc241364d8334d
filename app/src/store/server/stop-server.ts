import { setTimeout as pause } from "node:timers/promises";
import { isPostmaster } from "./process.ts";

const PATIENCE_MS = 30_000;
const POLL_MS = 10;

/**
 * Stops a server the fast way (`pg_ctl stop -m fast`): open transactions are undone, everything
 * committed is written out. One that has not ended after 30 s is stopped the immediate way, which
 * loses nothing either; the next start takes longer. Returns when it is gone.
 */
export async function stopServer(data: string, pid: number): Promise<void> {
  if (!tellServer(data, pid, "SIGINT")) return;
  let limit = performance.now() + PATIENCE_MS;
  while (isPostmaster(pid, data)) {
    if (performance.now() > limit) {
      tellServer(data, pid, "SIGQUIT");
      limit = Number.POSITIVE_INFINITY;
    }
    await pause(POLL_MS);
  }
}

/**
 * Asks a server to stop, without waiting; for the moment, too, at which this process itself ends. Never a
 * process that is not the server: its number may be another's by now. Out: whether it was asked.
 */
export function tellServer(data: string, pid: number, signal: "SIGINT" | "SIGQUIT"): boolean {
  try {
    return isPostmaster(pid, data) && process.kill(pid, signal);
  } catch {
    return false;
  }
}
