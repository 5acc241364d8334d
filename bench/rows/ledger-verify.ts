import { hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verifyLedger, type Sha256 } from "caveat-verifier";
import { ORIGIN, POLICY } from "../../verifier/test/support/sample-ledger.ts";
import { entriesLikeVerdicts } from "../ledger/entries-like-verdicts.ts";
import { writeSampleExport } from "../ledger/sample-export.ts";
import type { Row } from "../measure/row.ts";
import { ms, timed } from "../measure/time.ts";

const FEW = 20_000;
const TIMES = 10;
const ROUNDS = 5;
const LEAST = 100_000;
/** An entry may take this much longer among ten times as many. */
const MOST_GROWTH = 1.25;
const BOUNDED_BY =
  "for each entry two SHA-256, the leaf and on average one node of the tree, each a call into the platform; then one pass over its text that lets nothing through but canonical JSON";

/** SHA-256 of the platform. */
const sha256: Sha256 = (bytes) => hash("sha256", bytes, "buffer");

/** A whole export checked offline from its file, beside SHA-256 of the same leaves and nothing else. */
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
  readonly bare: number;
}

async function measure(path: string, count: number): Promise<Measured> {
  const entries = entriesLikeVerdicts(count);
  await writeSampleExport(path, entries);
  const leaves = entries.map(({ bytes }) => Buffer.concat([Buffer.of(0), bytes]));
  const [verify, bare]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [time] = timed(() => leaves.forEach((leaf) => sha256(leaf)));
    bare.push(time);
    const start = performance.now();
    const verdict = await verifyLedger(createReadStream(path, { highWaterMark: 1 << 20 }), {
      policy: POLICY,
      origin: ORIGIN,
      hash: sha256,
    });
    verify.push(performance.now() - start);
    if (verdict.answer !== "good" || verdict.checkpoint.size !== count) {
      throw new Error(JSON.stringify(verdict));
    }
  }
  const { size } = await stat(path);
  return { entries: count, bytes: size, verify: Math.min(...verify), bare: Math.min(...bare) };
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
  const growth = many.verify / many.entries / (few.verify / few.entries);
  return {
    what: `the same beside ${few.entries.toLocaleString("en")} entries`,
    measured: `${growth.toFixed(2)} × the time of an entry`,
    beside: `${rate(few.entries, few.verify)} there`,
    bound: `≤ ${MOST_GROWTH} ×`,
    holds: growth <= MOST_GROWTH,
    boundedBy: "nothing is held but the right edge of the tree, so an entry costs what it costs",
  };
}

function rate(entries: number, time: number): string {
  return `${Math.round((entries / time) * 1000).toLocaleString("en")} entries/s`;
}
