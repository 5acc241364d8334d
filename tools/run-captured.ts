import { spawn } from "node:child_process";

import { endOf } from "./set-up/child.mjs";

/** How a program ended: its exit code (1 where a signal ended it) and both its streams. */
export interface Captured {
  readonly code: number;
  readonly output: string;
}

/** Runs something under this Node and keeps what it says. */
export async function runCaptured(command: readonly string[], cwd: string): Promise<Captured> {
  const child = spawn(process.execPath, command, {
    cwd,
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const { code } = await endOf(child);
  return { code: code ?? 1, output };
}
