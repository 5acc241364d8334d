import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const CHILD = fileURLToPath(new URL("signer-child.ts", import.meta.url));
const MAIN = fileURLToPath(new URL("../../../src/ledger/signer/main.ts", import.meta.url));

/** A signer in a process of its own, ready, that is gone when the test ends. */
export async function startSigner(
  folder: string,
  socket: string,
  stop = "never",
  times = 1,
): Promise<ChildProcess> {
  return ready(spawn(process.execPath, [CHILD, folder, socket, stop, String(times)]));
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
  onTestFinished(() => kill(child));
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const out = child.stdout;
  if (out === null) throw new Error("no standard output");
  await Promise.race([
    once(out, "data"),
    once(child, "exit").then(() => Promise.reject(new Error(said))),
  ]);
  return child;
}
