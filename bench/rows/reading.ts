import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Row } from "../measure/row.ts";
import { ms } from "../measure/time.ts";
import { sharedData } from "../support/shared-data.ts";

/** What one reading took: milliseconds, and bytes for `bytes` and `peak`. */
export interface ReadingTimes {
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
 * a new process, in turn; the least of each counts, which is what an undisturbed machine does.
 */
export async function reading(): Promise<readonly Row[]> {
  const file = sharedData("attack", "enterprise-attack-18.1.stix21.json.gz");
  if (!existsSync(file)) return [skip("reading and facts"), skip("peak memory of it")];
  const plain: number[] = [];
  const rounds: ReadingTimes[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    plain.push(JSON.parse(await runChild("plain", file)) as number);
    rounds.push(JSON.parse(await runChild("ours", file)) as ReadingTimes);
  }
  const [best, ...others] = rounds.toSorted((a, b) => totalOf(a) - totalOf(b));
  if (best === undefined) throw new Error("there was a round");
  const peak = Math.max(best.peak, ...others.map((one) => one.peak));
  return [timeRow(best, Math.min(...plain)), memoryRow(peak, best.bytes)];
}

function skip(what: string): Row {
  return { what, measured: "", skipped: "needs ../shared/data", boundedBy: "not measured" };
}

async function runChild(mode: string, file: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [CHILD, mode, file]);
  return stdout;
}

function totalOf({ parse, claims, facts }: ReadingTimes): number {
  return parse + claims + facts;
}

function timeRow(best: ReadingTimes, plain: number): Row {
  const ratio = totalOf(best) / plain;
  const split = `strict parse ${ms(best.parse)}, STIX to claims ${ms(best.claims)}, claims to facts ${ms(best.facts)}`;
  return {
    what: `reading and facts of ${best.parts.toLocaleString("en")} objects, ${(best.bytes / 1e6).toFixed(1)} MB`,
    measured: `${ms(totalOf(best))} (${split})`,
    beside: `JSON.parse on the same bytes ${ms(plain)}: ${ratio.toFixed(1)} ×`,
    bound: `≤ ${MOST} × (wanted: ${WANTED} ×)`,
    holds: ratio <= MOST,
    boundedBy: `once in a new process: one pass over all bytes before anything is built, JSON.parse itself, then a claim with its place for every fact of every object, and collecting what that leaves behind; reading, inflating and hashing the file (${ms(best.inflate)}) come on top of both`,
  };
}

function memoryRow(peak: number, bytes: number): Row {
  return {
    what: "peak memory of it, in a new process",
    measured: `${(peak / 1e6).toFixed(0)} MB`,
    beside: `the bytes themselves ${(bytes / 1e6).toFixed(1)} MB: ${(peak / bytes).toFixed(0)} ×`,
    bound: `< ${MOST_MEMORY / 1e6} MB`,
    holds: peak < MOST_MEMORY,
    boundedBy: "the bytes, the same as text, the JSON objects, and a claim for every fact",
  };
}
