import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const MAIN = fileURLToPath(new URL("../../../src/main.ts", import.meta.url));

/** The program in a process of its own. */
export interface Program {
  /** What it wrote on both streams so far. */
  readonly said: () => string;
  /** Resolves once `said` matches, and rejects when it ends before. */
  until(pattern: RegExp): Promise<RegExpExecArray>;
  /** Sends a signal; resolves to the exit code. */
  stop(signal: NodeJS.Signals): Promise<number | null>;
  readonly ended: Promise<number | null>;
}

/** Starts `caveat` with arguments; it is killed when the test ends. */
export function start(args: readonly string[], env: Readonly<Record<string, string>>): Program {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const heard = new Set<() => void>();
  const hear = (chunk: Buffer): void => {
    said += chunk.toString();
    for (const listener of heard) listener();
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const ended = once(child, "close").then(() => child.exitCode);
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  return {
    said: () => said,
    ended,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(said);
          if (match !== null) resolve(match);
        };
        heard.add(look);
        look();
        void ended.then(() => reject(new Error(`it ended without ${pattern}: ${said}`)));
      }),
    stop: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}
