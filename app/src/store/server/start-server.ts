import { spawn, type ChildProcess } from "node:child_process";
import { open, readFile, stat, truncate } from "node:fs/promises";
import { platform, release } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { StoreError } from "../store-error.ts";
import type { Account } from "./account.ts";
import { asBatch } from "./as-batch.ts";
import type { Binaries } from "./binaries.ts";
import { writeAccounts } from "./configuration.ts";
import { findRunning, type Running } from "./inspect.ts";
import { nameFor, PORT, socketFolder, socketLock, type Place } from "./place.ts";
import { PROGRAM_ENVIRONMENT } from "./run-program.ts";
import { dropStaleLock } from "./stale-lock.ts";

const PATIENCE_MS = 120_000;
const POLL_MS = 10;
const LONGEST_LOG = 10_000_000;

/** How a start has ended: with a server, or with the last thing it complained about. */
export type Started = { readonly running: Running } | { readonly complaint: string };

/**
 * Starts the server of a data directory and waits until it answers, or ends, as the second of two
 * that start at the same time does.
 *
 * The server is a process group of its own: it does not end with the terminal's Ctrl-C but when it
 * is stopped, and outlives this process if that is killed.
 */
export async function startServer(
  place: Place,
  binaries: Binaries,
  account: Account | undefined,
): Promise<Started> {
  await writeAccounts(place.data, account);
  const socket = await socketFolder(place.data, account);
  const name = nameFor(place.data, account);
  await dropStaleLock(socketLock(place.data, socket), place.data);
  const limit = performance.now() + PATIENCE_MS;
  if ((await sizeOf(place.log)) > LONGEST_LOG) await truncate(place.log);
  // Its own words come after what is in the log already.
  const from = await sizeOf(place.log);
  const command = [binaries.postgres, "-D", name, ...listen(socket), ...recover()];
  const child = await launch(place, await asBatch(command, account), account);
  while (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    const running = await findRunning(place.data);
    if (running !== undefined) return { running };
    if (performance.now() > limit) {
      throw new StoreError(
        "database-down",
        place.data,
        `its server has not come up in ${PATIENCE_MS / 1000} s`,
        `look into ${place.log}`,
      );
    }
    await pause(POLL_MS);
  }
  return { complaint: await complaintOf(child.pid, place.log, from) };
}

/** Never on a network, whatever the configuration says. */
function listen(socket: string): string[] {
  return ["-p", String(PORT), "-k", socket, "-c", "listen_addresses="];
}

/**
 * After a crash all files of the database are brought to disk before anything is replayed: one by one,
 * which takes seconds where each waits for the disk, or in one call for the whole file system. That one
 * call tells of errors since Linux 5.8 (PostgreSQL's documentation, recovery_init_sync_method).
 */
function recover(): string[] {
  const [major = 0, minor = 0] = release().split(".").map(Number);
  const tellsErrors = platform() === "linux" && (major > 5 || (major === 5 && minor >= 8));
  return tellsErrors ? ["-c", "recovery_init_sync_method=syncfs"] : [];
}

async function launch(
  place: Place,
  [file = "", ...args]: readonly string[],
  account: Account | undefined,
): Promise<ChildProcess> {
  const files = await Promise.all([open(place.log, "a", 0o600), open(place.data, "r")]);
  const [log, data] = files;
  try {
    const child = spawn(file, args, {
      cwd: "/",
      detached: true,
      env: PROGRAM_ENVIRONMENT,
      stdio: ["ignore", log.fd, log.fd, data.fd],
      ...account,
    });
    child.on("error", () => undefined);
    child.unref();
    return child;
  } finally {
    await Promise.all(files.map(async (file) => await file.close()));
  }
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.size ?? 0;
}

/**
 * The last thing a server complained about since the log was `from` bytes long. Its lines carry its
 * process number: another server that starts at the same time writes there too.
 */
async function complaintOf(pid: number | undefined, log: string, from: number): Promise<string> {
  const bytes = await readFile(log);
  const lines = bytes.subarray(from).toString("utf8").trim().split("\n");
  const own = lines.filter((line) => line.includes(`[${pid}]`));
  const complaint = own.findLast((line) => COMPLAINT.test(line)) ?? lines.at(-1) ?? "";
  return complaint.slice(complaint.match(COMPLAINT)?.index ?? 0);
}

const COMPLAINT = /FATAL|PANIC|ERROR/;
