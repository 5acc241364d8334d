import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { readPostmaster } from "../../app/src/store/server/postmaster-file.ts";
import { isPostmaster } from "../../app/src/store/server/process.ts";
import { runProgram } from "../../app/src/store/server/run-program.ts";

/** The process of the database server of a home; undefined where none runs. */
export async function postmasterOf(home: string): Promise<number | undefined> {
  const data = join(home, "db");
  const pid = (await readPostmaster(data))?.pid;
  return pid !== undefined && isPostmaster(pid, data) ? pid : undefined;
}

/** The processes that another one has started. */
export async function childrenOf(pid: number): Promise<readonly number[]> {
  const found = process.platform === "linux" ? await parents() : await listed();
  return found.flatMap((line) => {
    const [child, parent] = line.trim().split(/\s+/).map(Number);
    return child !== undefined && parent === pid ? [child] : [];
  });
}

/** On Linux every process with its parent, also where there is no program `ps`. */
async function parents(): Promise<readonly string[]> {
  const names = (await readdir("/proc")).filter((name) => /^[0-9]+$/.test(name));
  return Promise.all(
    names.map(async (name) => {
      const stat = await readFile(`/proc/${name}/stat`, "latin1").catch(() => "");
      // The name of the program comes second, in brackets, and may hold anything.
      return `${name} ${stat.slice(stat.lastIndexOf(")") + 1).split(" ")[2] ?? ""}`;
    }),
  );
}

async function listed(): Promise<readonly string[]> {
  return (await runProgram("ps", ["-A", "-o", "pid=", "-o", "ppid="])).output.split("\n");
}

/** Sends a signal to processes; those that are gone are passed over. */
export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
    }
  }
}
