import { spawn } from "node:child_process";
import { open } from "node:fs/promises";
import type { Account } from "./account.ts";

export interface ProgramResult {
  /** null when it could not be started or was killed. */
  readonly code: number | null;
  /** What it wrote, standard output and error together, at most the last 64 KiB. */
  readonly output: string;
}

const KEPT = 65_536;
const SEARCHED = process.env["PATH"] ?? "/usr/bin:/bin";

/**
 * What PostgreSQL's programs see of the environment: nothing of ours and no PG* variable, which
 * would change what they do.
 */
export const PROGRAM_ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: SEARCHED,
  LC_ALL: "C",
  TZ: "UTC",
};

export interface ProgramOptions {
  /** Another account than this process's own. */
  readonly account?: Account | undefined;
  /** A folder that it is handed open, as its fourth file. */
  readonly folder?: string;
  /** What it gets on its standard input. */
  readonly input?: string;
}

/** Runs a program to its end. Never throws: a program that cannot be started has the code null. */
export async function runProgram(
  file: string,
  args: readonly string[],
  { account, folder = "/", input = "" }: ProgramOptions = {},
): Promise<ProgramResult> {
  const given = await open(folder, "r");
  try {
    return await run(file, args, input, { stdio: ["pipe", "pipe", "pipe", given.fd], ...account });
  } finally {
    await given.close();
  }
}

async function run(
  file: string,
  args: readonly string[],
  input: string,
  options: Parameters<typeof spawn>[2],
): Promise<ProgramResult> {
  return await new Promise((resolve) => {
    let output = "";
    const child = spawn(file, args, { cwd: "/", env: PROGRAM_ENVIRONMENT, ...options });
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString("utf8")).slice(-KEPT);
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    child.stdin?.on("error", () => undefined);
    child.on("error", (error) => resolve({ code: null, output: error.message }));
    child.on("close", (code) => resolve({ code, output }));
    child.stdin?.end(input);
  });
}
