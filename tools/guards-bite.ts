// A guard that never fails guards nothing. For every check, copies the tree, plants the violations
// that check must find, runs it on the copy, and requires that it fails and names each of them.
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { CHECKS, commandOf, type Check } from "./checks.ts";
import { hasBitten } from "./guards/plant.ts";
import { makePlantedCopy } from "./guards/planted-copy.ts";
import { PLANTS } from "./guards/plants.ts";
import { ROOT } from "./root.ts";
import { runCaptured, type Captured } from "./run-captured.ts";

const scratch = realpathSync(mkdtempSync(join(tmpdir(), "caveat-guards-")));
try {
  report(new Map(await Promise.all(CHECKS.map(runPlanted))));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** A copy per check: a plant for one (core importing a neighbour) can hide that of another. */
async function runPlanted(check: Check): Promise<readonly [Check, Captured]> {
  const copy = join(scratch, check);
  const plants = PLANTS.filter((plant) => plant.check === check);
  makePlantedCopy(ROOT, copy, plants, (file) => check !== "format" || isAtTheTop(file));
  return [check, await runCaptured(commandOf(check, copy), copy)];
}

/** The formatter looks at each file by itself: its settings and the plants are all it needs. */
function isAtTheTop(file: string): boolean {
  return !file.includes("/");
}

/** One line per wall; then, for each check that let a plant through, which, and what it said. */
function report(results: ReadonlyMap<Check, Captured>): void {
  const missed = PLANTS.filter((plant) => {
    const result = results.get(plant.check);
    return result === undefined || !hasBitten(plant, result);
  });
  for (const wall of new Set(PLANTS.map((plant) => plant.wall))) {
    const plants = PLANTS.filter((plant) => plant.wall === wall);
    const through = plants.filter((plant) => missed.includes(plant)).length;
    const verdict = through === 0 ? "bites" : "DOES NOT BITE";
    console.log(`${String(plants[0]?.check).padEnd(6)}  ${wall.padEnd(50)}  ${verdict}`);
  }
  for (const check of new Set(missed.map((plant) => plant.check))) {
    const files = missed.filter((plant) => plant.check === check).map((plant) => plant.file);
    console.log(`\n${check} did not find ${files.join(", ")}; it said:`);
    console.log(results.get(check)?.output.trimEnd());
  }
  if (missed.length > 0) process.exitCode = 1;
}
