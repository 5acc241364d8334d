import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Row } from "../measure/row.ts";
import { ms, quantile } from "../measure/time.ts";
import { sharedData } from "../support/shared-data.ts";

/** Milliseconds: by the clock, and of the processor in all threads. */
export interface Spent {
  readonly elapsed: number;
  readonly cpu: number;
}

/** What one reading took: milliseconds, and bytes for `bytes` and `peak`. */
export interface ReadingTimes extends Spent {
  readonly inflate: number;
  readonly parse: number;
  readonly claims: number;
  readonly facts: number;
  readonly parts: number;
  readonly bytes: number;
  /** Most memory the process ever held. */
  readonly peak: number;
}

const CHILD = fileURLToPath(new URL("../reading-child.ts", import.meta.url));
const ROUNDS = 7;
const MOST = 6;
const WANTED = 3;
const MOST_MEMORY = 900e6;

/**
 * The large public bundle: time beside JSON.parse, and memory. Every reading and every JSON.parse has
 * a new process, in turn. Compared is processor time, the median of each: by the clock a reading of a
 * second suffers more from other programs than a JSON.parse that slips through between them.
 */
export async function reading(): Promise<readonly Row[]> {
  const file = sharedData("attack", "enterprise-attack-18.1.stix21.json.gz");
  if (!existsSync(file)) return [skip("reading and facts"), skip("peak memory of it")];
  const plain: Spent[] = [];
  const rounds: ReadingTimes[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    plain.push(JSON.parse(await runChild("plain", file)) as Spent);
    rounds.push(JSON.parse(await runChild("ours", file)) as ReadingTimes);
  }
  return [timeRow(rounds, plain), memoryRow(rounds)];
}

function skip(what: string): Row {
  return { what, measured: "", skipped: "needs ../shared/data", boundedBy: "not measured" };
}

async function runChild(mode: string, file: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [CHILD, mode, file]);
  return stdout;
}

function timeRow(rounds: readonly ReadingTimes[], plain: readonly Spent[]): Row {
  const best = quickest(rounds);
  const cpu = middle(rounds);
  const ratio = cpu / middle(plain);
  const split = `strict parse ${ms(best.parse)}, STIX to claims ${ms(best.claims)}, claims to facts ${ms(best.facts)}`;
  return {
    what: `reading and facts of ${best.parts.toLocaleString("en")} objects, ${(best.bytes / 1e6).toFixed(1)} MB`,
    measured: `${ms(cpu)} of processor; at best ${ms(best.elapsed)} by the clock (${split})`,
    beside: `JSON.parse on the same bytes ${ms(middle(plain))}: ${ratio.toFixed(1)} ×; at best ${ms(quickest(plain).elapsed)} by the clock: ${(best.elapsed / quickest(plain).elapsed).toFixed(1)} ×`,
    bound: `≤ ${MOST} × (wanted: ${WANTED} ×)`,
    holds: ratio <= MOST,
    boundedBy: `once in a new process: one pass over all bytes before anything is built, JSON.parse itself, then a claim with its place for every fact of every object, and collecting what that leaves behind; reading, inflating and hashing the file (${ms(best.inflate)}) come on top of both`,
  };
}

function memoryRow(rounds: readonly ReadingTimes[]): Row {
  const peak = Math.max(...rounds.map((one) => one.peak));
  const { bytes } = quickest(rounds);
  return {
    what: "peak memory of it, in a new process",
    measured: `${(peak / 1e6).toFixed(0)} MB`,
    beside: `the bytes themselves ${(bytes / 1e6).toFixed(1)} MB: ${(peak / bytes).toFixed(0)} ×`,
    bound: `< ${MOST_MEMORY / 1e6} MB`,
    holds: peak < MOST_MEMORY,
    boundedBy: "the bytes, the same as text, the JSON objects, and a claim for every fact",
  };
}

function quickest<T extends Spent>(all: readonly T[]): T {
  return all.reduce((best, one) => (one.elapsed < best.elapsed ? one : best));
}

/** The median of the processor time. */
function middle(all: readonly Spent[]): number {
  return quantile(
    all.map((one) => one.cpu),
    0.5,
  );
}
