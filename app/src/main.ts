import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeContext } from "./context.ts";
import { toConfig } from "./config.ts";
import { run } from "./cli/run.ts";

const here = dirname(fileURLToPath(import.meta.url));
const packageFolder = join(here, "..");
const { version } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")) as {
  version: string;
};
// In a clone packs and scenarios stand at the root; in the published package beside dist.
const root = existsSync(join(packageFolder, "packs")) ? packageFolder : join(packageFolder, "..");

// Whoever reads our output may stop early (head, less): then there is nobody left to tell.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

process.exitCode = await run(process.argv.slice(2), {
  version,
  connect: () => makeContext(toConfig(process.env, root), version),
  output: process.stdout,
  errors: process.stderr,
  input: process.stdin,
  env: process.env,
});
