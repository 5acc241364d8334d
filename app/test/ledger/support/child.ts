import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const CHILD = fileURLToPath(new URL("signer-child.ts", import.meta.url));
const WITNESS = fileURLToPath(new URL("witness-child.ts", import.meta.url));
export const MAIN = fileURLToPath(new URL("../../../src/ledger/signer/main.ts", import.meta.url));

/** A signer in a process of its own, ready, that is gone when the test ends. */
export async function startSigner(
  folder: string,
  socket: string,
  stop = "never",
  times = 1,
): Promise<ChildProcess> {
  return ready(spawn(process.execPath, [CHILD, folder, socket, stop, String(times)]));
}

/** A witness of a log in a process of its own, with its address; gone when the test ends. */
export async function startWitnessChild(
  folder: string,
  vkey: string,
  stop = "never",
  times = 1,
): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const argv = [WITNESS, folder, vkey, stop, String(times)];
  const child = spawn(process.execPath, argv);
  return { child, url: (await said(child)).trimEnd() };
}

/** The product's own signer process. */
export async function startMain(...argv: readonly string[]): Promise<ChildProcess> {
  return ready(spawn(process.execPath, [MAIN, ...argv]));
}

/** Ends it by kill -9 and waits until it is gone. */
export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

async function ready(child: ChildProcess): Promise<ChildProcess> {
  await said(child);
  return child;
}

/** What it says first on its standard output; it is gone when the test ends. */
async function said(child: ChildProcess): Promise<string> {
  onTestFinished(() => kill(child));
  let complaint = "";
  child.stderr?.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
  const out = child.stdout;
  if (out === null) throw new Error("no standard output");
  const first = new Promise<string>((resolve) => {
    out.once("data", (chunk: Buffer) => resolve(chunk.toString()));
  });
  // "close" and not "exit": then all it complained about has been read.
  const ended = once(child, "close").then(() => Promise.reject(new Error(complaint)));
  return Promise.race([first, ended]);
}
