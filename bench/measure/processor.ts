import { readFile, readdir } from "node:fs/promises";

/** Linux counts in hundredths of a second (USER_HZ). */
const TICK_MS = 10;

/**
 * The processor time that processes and all they started have used so far, those that ended left out.
 * In: process ids. Out: milliseconds; undefined where there is no /proc to read it from.
 */
export async function processorTime(pids: readonly number[]): Promise<number | undefined> {
  const all = new Map<number, Used>();
  for (const name of await readdir("/proc").catch(() => [])) {
    const used = await usedBy(name);
    if (used !== undefined) all.set(Number(name), used);
  }
  if (all.size === 0) return undefined;
  const isOurs = (pid: number): boolean => {
    const parent = all.get(pid)?.parent;
    return pids.includes(pid) || (parent !== undefined && isOurs(parent));
  };
  return [...all].reduce((sum, [pid, { ticks }]) => sum + (isOurs(pid) ? ticks * TICK_MS : 0), 0);
}

interface Used {
  readonly parent: number;
  readonly ticks: number;
}

/** Fields 4, 14 and 15 of proc(5) stat; the program's name, field 2, may hold anything. */
async function usedBy(name: string): Promise<Used | undefined> {
  const stat = /^[0-9]+$/.test(name)
    ? await readFile(`/proc/${name}/stat`, "latin1").catch(() => "")
    : "";
  const fields = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .map(Number);
  const [parent, user, system] = [fields[1], fields[11], fields[12]];
  if (parent === undefined || user === undefined || system === undefined) return undefined;
  return { parent, ticks: user + system };
}
