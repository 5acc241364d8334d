import { execFileSync, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, onTestFinished } from "vitest";
import { openStore } from "../../../src/store/open-store.ts";

const CHILD = fileURLToPath(new URL("./open-home.ts", import.meta.url));

/** Another user than root, to whom this program must be readable. */
export const OTHER_USER = { uid: 1, gid: 1 };

/** Whether tests may run this program as another user. */
export function canBeOtherUser(): boolean {
  if (process.getuid?.() !== 0) return false;
  const args = ["-e", "fs.readFileSync(process.argv[1])", CHILD];
  return spawnSync(process.execPath, args, { cwd: "/", ...OTHER_USER }).status === 0;
}

/** An empty folder that is removed after the test; other users may enter it. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "caveat-"));
  execFileSync("chmod", ["711", folder]);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

let pristine: Promise<string> | undefined;
afterAll(async () => {
  if (pristine !== undefined) rmSync(await pristine, { recursive: true, force: true });
});

/** A home with a database that was made, migrated and stopped. Making one takes a second, so it is copied. */
export async function madeHome(): Promise<string> {
  pristine ??= makePristine();
  const home = join(emptyFolder(), "home");
  execFileSync("cp", ["-a", await pristine, home]);
  return home;
}

async function makePristine(): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), "caveat-"));
  await (await openStore({ home })).close();
  return home;
}

export interface OtherProcess {
  readonly child: ChildProcess;
  /** The process of the server it has open. */
  readonly server: Promise<number>;
  /** Its exit code, or the signal it ended by. */
  readonly ended: Promise<number | string | null>;
  /** What it wrote to standard error. */
  said(): string;
}

/** Starts another process that opens a home; it is told to end when the test does. */
export function openElsewhere(
  home: string,
  then: "hold" | "close" | "exit",
  options: { readonly uid?: number; readonly gid?: number; readonly postgres?: string } = {},
): OtherProcess {
  const { postgres, ...account } = options;
  const args = [CHILD, home, then, ...(postgres === undefined ? [] : [postgres])];
  const child = spawn(process.execPath, args, { cwd: "/", ...account });
  let error = "";
  child.stderr.on("data", (chunk) => (error += String(chunk)));
  const ended = new Promise<number | string | null>((resolve) =>
    child.on("close", (code, signal) => resolve(code ?? signal)),
  );
  const server = new Promise<number>((resolve, reject) => {
    child.stdout.once("data", (chunk) => resolve(Number(String(chunk))));
    void ended.then(() => reject(new Error(error)));
  });
  server.catch(() => undefined);
  onTestFinished(async () => {
    child.kill("SIGTERM");
    await ended;
  });
  return { child, server, ended, said: () => error };
}
