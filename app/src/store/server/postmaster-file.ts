import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { GIVEN_FOLDER } from "./place.ts";

/** What a running server says of itself in postmaster.pid (PostgreSQL's pidfile.h, line by line). */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** The folder of its socket; empty while it starts. */
  readonly socket: string;
  /** Whether it lets clients in: it also says "starting", "stopping" and "standby". */
  readonly isReady: boolean;
}

/** Reads postmaster.pid of a data directory; undefined where there is none. */
export async function readPostmaster(data: string): Promise<Postmaster | undefined> {
  const text = await readFile(postmasterFile(data), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const [pid, , , port, socket, , , status] = text.split("\n");
  return {
    pid: Number(pid),
    port: Number(port ?? ""),
    socket: socket === GIVEN_FOLDER ? data : (socket ?? ""),
    isReady: status?.trim() === "ready",
  };
}

export function postmasterFile(data: string): string {
  return join(data, "postmaster.pid");
}
