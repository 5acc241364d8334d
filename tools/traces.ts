// Fails when a file of the project holds what only concerns the machine it was written on, or
// switches a check off. Run in the folder to look at.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { projectFiles } from "./guards/project-files.ts";
import { findTraces } from "./guards/traces.ts";

const root = process.cwd();
for (const file of projectFiles(root)) {
  const bytes = readFileSync(join(root, file));
  if (bytes.subarray(0, 8000).includes(0)) continue;
  for (const { line, problem } of findTraces(bytes.toString("utf8"))) {
    console.log(`${file}:${line}: ${problem}`);
    process.exitCode = 1;
  }
}
