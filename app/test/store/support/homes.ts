import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { openStore } from "../../../src/store/open-store.ts";

const CHILD = fileURLToPath(new URL("./open-home.ts", import.meta.url));

/** An empty folder that is removed after the test; other users may enter it. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "caveat-"));
  execFileSync("chmod", ["711", folder]);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

let pristine: Promise<string> | undefined;

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
  process.once("exit", () => rmSync(home, { recursive: true, force: true }));
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

/** Starts another process that opens a home; it is killed when the test ends, if it is still there. */
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
  onTestFinished(() => void child.kill("SIGKILL"));
  return { child, server, ended, said: () => error };
}
