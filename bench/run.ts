// npm run bench: one table of what deciding and recording cost, each figure beside a named alternative
// measured in the same run, with its bound and what bounds it. Ends with exit 1 when a bound is missed.
//
//   NAME ...        only these measures, as they are named below: ledgerPath, desk, taxii, ...
//   --report-only   end with exit 0 all the same (a busy machine misses bounds that a quiet one keeps)
import { cpus, totalmem } from "node:os";
import { machineSpeed } from "./measure/machine.ts";
import { formatTable } from "./measure/table.ts";
import type { Row } from "./measure/row.ts";
import { classes } from "./rows/classes.ts";
import { desk } from "./rows/desk.ts";
import { coldDecision, warmDecision } from "./rows/decision.ts";
import { evaluatorAlone } from "./rows/evaluator.ts";
import { ledgerPath } from "./rows/ledger-path.ts";
import { ledgerReceipt } from "./rows/ledger-receipt.ts";
import { ledgerVerify } from "./rows/ledger-verify.ts";
import { reading } from "./rows/reading.ts";
import { sanitise } from "./rows/sanitise.ts";
import { taxii } from "./rows/taxii.ts";

const MEASURES = [
  warmDecision,
  evaluatorAlone,
  reading,
  classes,
  ledgerPath,
  ledgerVerify,
  ledgerReceipt,
  desk,
  sanitise,
  taxii,
];

const words = process.argv.slice(2).filter((word) => word !== "--report-only");
const reportOnly = process.argv.includes("--report-only");
const names = MEASURES.map(({ name }) => name);
const unknown = words.filter((word) => !names.includes(word));
if (unknown.length === 0) await run();
else {
  console.error(
    `bench: "${unknown.join(" ")}" is not known; use --report-only, or some of ${names.join(", ")}.`,
  );
  process.exitCode = 2;
}

async function run(): Promise<void> {
  machineSpeed();
  const speeds = [machineSpeed()];
  const rows: Row[] = words.length === 0 ? [await coldDecision()] : [];
  for (const measure of MEASURES) {
    if (words.length > 0 && !words.includes(measure.name)) continue;
    if (process.stderr.isTTY) process.stderr.write(`${measure.name} …\n`);
    rows.push(...[await measure()].flat());
  }
  speeds.push(machineSpeed());
  const [cpu] = cpus();
  console.log(
    `Node ${process.versions.node}, ${cpus().length} × ${cpu?.model ?? "unknown processor"}, ${(totalmem() / 1e9).toFixed(0)} GB`,
  );
  const [before, after] = speeds.map(({ usual }) => Math.round(usual).toLocaleString("en"));
  const best = Math.round(Math.max(...speeds.map((one) => one.best))).toLocaleString("en");
  console.log(
    `SHA-256 of 500 bytes: ${before ?? ""}/s before, ${after ?? ""}/s after, ${best}/s at best\n`,
  );
  console.log(formatTable(rows));
  const missed = rows.filter((row) => row.holds === false);
  const skipped = rows.filter((row) => row.skipped !== undefined);
  console.log(`${rows.length} rows, ${missed.length} bounds missed, ${skipped.length} skipped`);
  if (missed.length > 0 && !reportOnly) process.exitCode = 1;
}
