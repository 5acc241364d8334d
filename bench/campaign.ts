// npm run campaign -- NAME …: long tests. Each ends with one summary line, and exit 1 on any failure.
//
//   files FOLDER      every file below a folder through reader, facts and decide, for every partner
//   engines N [SEED]  N random typed and untyped requests to both engines
//   paths N [SEED]    N random grounds: every path allowed, with any measure removed denied
//   cases N [SEED]    N random sequences of steps of a case, on the code and on a reference machine
//   isolation N [SEED]  N random requests to the TAXII server with another partner's names in them
//   isolation-timing N [SEED]  whether another's takes as long as what is not there, N requests of each kind
//
// on real processes, in a temporary folder of their own:
//   kills N [SEED]         N kills of a running site's programs, at random and at every named point
//   entries N [SEED]       N entries by 8 writers, 3 sequencers and 3 readers
//   lost-replies N [SEED]  the reply after COMMIT dropped N times
//   snapshots N [SEED]     N older copies of a running site restored, and two histories made of them
//   case-races N [SEED]    N times several people take steps in one case at the same instant
//   case-kills N [SEED]    N kills of a process at a use case of casework
//   release-kills N [SEED] N kills of processes that release, recall and show
//   pages N [SEED]         N objects by 12 writers, and three clients that follow them page by page
import { runCaseKills } from "./campaigns/case-kills.ts";
import { runCaseRaces } from "./campaigns/case-races.ts";
import { runCases } from "./campaigns/cases.ts";
import { runEngines } from "./campaigns/engines.ts";
import { runEntries } from "./campaigns/entries.ts";
import { runFiles } from "./campaigns/files.ts";
import { runIsolation } from "./campaigns/isolation.ts";
import { runIsolationTiming } from "./campaigns/isolation-timing.ts";
import { runKills } from "./campaigns/kills.ts";
import { runLostReplies } from "./campaigns/lost-replies.ts";
import { runPages } from "./campaigns/pages.ts";
import { runPaths } from "./campaigns/paths.ts";
import { runReleaseKills } from "./campaigns/release-kills.ts";
import { runSnapshots } from "./campaigns/snapshots.ts";
import type { Outcome } from "./campaigns/outcome.ts";

const USAGE = `campaign: give one of
  files FOLDER      every file below FOLDER through reader, facts and decide
  engines N [SEED]  N random requests to both engines
  paths N [SEED]    the paths of N random grounds, measure by measure
  cases N [SEED]    N random sequences of steps of a case, against a reference machine
  isolation N [SEED]  N random requests with another partner's names in them
  isolation-timing N [SEED]  whether another's takes as long as what is not there
  kills N [SEED]    N kills of a running site's programs, at random and at every named point
  entries N [SEED]  N entries by 8 writers, 3 sequencers and 3 readers
  lost-replies N [SEED]  the reply after COMMIT dropped N times
  snapshots N [SEED]     N older copies of a running site restored
  case-races N [SEED]    N times several people take steps in one case at once
  case-kills N [SEED]    N kills of a process at a use case of casework
  release-kills N [SEED] N kills of processes that release, recall and show
  pages N [SEED]         N objects by 12 writers, followed page by page`;

/** Those that are given how often, and a seed. */
const COUNTED: ReadonlyMap<string, (count: number, seed: number) => Promise<Outcome>> = new Map([
  ["engines", runEngines],
  ["paths", runPaths],
  ["cases", runCases],
  ["isolation", runIsolation],
  ["isolation-timing", runIsolationTiming],
  ["kills", runKills],
  ["entries", runEntries],
  ["lost-replies", runLostReplies],
  ["snapshots", runSnapshots],
  ["case-races", runCaseRaces],
  ["case-kills", runCaseKills],
  ["release-kills", runReleaseKills],
  ["pages", runPages],
]);

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
  return COUNTED.get(name)?.(count, seed);
}
