import { run } from "./run.ts";

/** Runs the command line of this process and sets its exit code. */
export async function main(version: string): Promise<void> {
  // Whoever reads our output may stop early (head, less): then there is nobody left to tell.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  process.exitCode = await run(
    process.argv.slice(2),
    { output: process.stdout, errors: process.stderr, now: () => performance.now() },
    version,
  );
}
