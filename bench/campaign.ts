// npm run campaign -- NAME …: long tests. Each ends with one summary line, and exit 1 on any failure.
//
//   files FOLDER      every file below a folder through reader, facts and decide, for every partner
//   engines N [SEED]  N random typed and untyped requests to both engines
//   paths N [SEED]    N random grounds: every path allowed, with any measure removed denied
//   kills N [SEED]    N kills of a running site's programs: nothing lost, nothing twice, one history
import { runEngines } from "./campaigns/engines.ts";
import { runFiles } from "./campaigns/files.ts";
import { runKills } from "./campaigns/kills.ts";
import { runPaths } from "./campaigns/paths.ts";
import type { Outcome } from "./campaigns/outcome.ts";

const USAGE = `campaign: give one of
  files FOLDER      every file below FOLDER through reader, facts and decide
  engines N [SEED]  N random requests to both engines
  paths N [SEED]    the paths of N random grounds, measure by measure
  kills N [SEED]    N kills of a running site's programs, at random and at every named point`;

const [name = "", first = "", second = "1", ...rest] = process.argv.slice(2);
const running = rest.length > 0 ? undefined : start();
if (running === undefined) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  const { failures, summary } = await running;
  for (const failure of failures) console.log(failure);
  console.log(`${name}: ${summary}, ${failures.length === 0 ? "no" : failures.length} failures`);
  if (failures.length > 0) process.exitCode = 1;
}

function start(): Promise<Outcome> | undefined {
  if (name === "files" && first !== "" && second === "1") return runFiles(first);
  const [count, seed] = [Number(first), Number(second)];
  if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(seed)) return undefined;
  if (name === "engines") return runEngines(count, seed);
  if (name === "kills") return runKills(count, seed);
  return name === "paths" ? runPaths(count, seed) : undefined;
}
