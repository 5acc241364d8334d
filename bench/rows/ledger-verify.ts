import { execFile } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { entriesLikeVerdicts } from "../ledger/entries-like-verdicts.ts";
import { writeSampleExport } from "../ledger/sample-export.ts";
import type { Row } from "../measure/row.ts";
import { ms } from "../measure/time.ts";

const FEW = 20_000;
const TIMES = 10;
const ROUNDS = 5;
const LEAST = 100_000;
/** An entry may take this much longer among ten times as many. */
const MOST_GROWTH = 1.25;
const BOUNDED_BY =
  "for each entry two SHA-256, the leaf and on average one node of the tree, each a call into the platform; then one pass over its text that lets nothing through but canonical JSON";

const CHILD = fileURLToPath(new URL("../children/export-verifier.ts", import.meta.url));

/** How long a process took, in milliseconds, for how many entries. */
export interface Spent {
  readonly elapsed: number;
  readonly entries: number;
  /** The same once more in the same process, whose start no longer counts. */
  readonly again?: number;
}

/**
 * A whole export checked offline from its file, beside SHA-256 of the same leaves and nothing else.
 * Every check and every hashing has a new process, in turn, as a person runs it.
 */
export async function ledgerVerify(): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), "caveat-bench-"));
  try {
    const few = await measure(join(folder, "few"), FEW);
    const many = await measure(join(folder, "many"), FEW * TIMES);
    return [toRow(many), growthRow(few, many)];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Milliseconds, the least of several rounds. */
interface Measured {
  readonly entries: number;
  readonly bytes: number;
  readonly verify: number;
  readonly again: number;
  readonly bare: number;
}

async function measure(path: string, count: number): Promise<Measured> {
  await writeSampleExport(path, entriesLikeVerdicts(count));
  const spent = { entries: count, verify: Infinity, again: Infinity, bare: Infinity };
  for (let round = 0; round < ROUNDS; round += 1) {
    const bare = await runChild("bare", path, count);
    const { elapsed, again = Infinity } = await runChild("verify", path, count);
    spent.bare = Math.min(spent.bare, bare.elapsed);
    spent.verify = Math.min(spent.verify, elapsed);
    spent.again = Math.min(spent.again, again);
  }
  const { size } = await stat(path);
  return { ...spent, bytes: size };
}

async function runChild(mode: string, path: string, count: number): Promise<Spent> {
  const { stdout } = await promisify(execFile)(process.execPath, [CHILD, mode, path]);
  const spent = JSON.parse(stdout) as Spent;
  if (spent.entries !== count) {
    throw new Error(`${mode} read ${spent.entries} of ${count} entries`);
  }
  return spent;
}

function toRow({ entries, bytes, verify, bare }: Measured): Row {
  return {
    what: `offline verify of an export, ${entries.toLocaleString("en")} entries, ${(bytes / 1e6).toFixed(0)} MB`,
    measured: `${rate(entries, verify)} (${ms(verify)})`,
    beside: `bare SHA-256 of the same leaves ${rate(entries, bare)}: ${(verify / bare).toFixed(1)} ×`,
    bound: `≥ ${LEAST.toLocaleString("en")} entries/s`,
    holds: (entries / verify) * 1000 >= LEAST,
    boundedBy: BOUNDED_BY,
  };
}

function growthRow(few: Measured, many: Measured): Row {
  const growth = many.again / many.entries / (few.again / few.entries);
  return {
    what: `the same once more, beside ${few.entries.toLocaleString("en")} entries`,
    measured: `${growth.toFixed(2)} × the time of an entry`,
    beside: `${rate(few.entries, few.again)} there`,
    bound: `≤ ${MOST_GROWTH} ×`,
    holds: growth <= MOST_GROWTH,
    boundedBy: "nothing is held but the right edge of the tree, so an entry costs what it costs",
  };
}

function rate(entries: number, time: number): string {
  return `${Math.round((entries / time) * 1000).toLocaleString("en")} entries/s`;
}
