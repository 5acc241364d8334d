import { existsSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "./root.ts";
import { runInOurPlace } from "./set-up/child.mjs";

/** Runs a script of the bench folder in our place, under this Node, with the arguments given to us. */
export async function runBench(name: string): Promise<void> {
  const file = join(ROOT, "bench", name);
  if (existsSync(file)) {
    const args = [file, ...process.argv.slice(2)];
    await runInOurPlace(process.execPath, args, { cwd: process.cwd(), env: process.env });
  } else {
    console.error(`bench/${name} is not there; fetch the repository again with git.`);
    process.exitCode = 1;
  }
}
