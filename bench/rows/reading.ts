import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { sharedData } from "../support/shared-data.ts";
import type { Row } from "../measure/row.ts";
import { ms, quantile } from "../measure/time.ts";

/** What one reading took: milliseconds, and bytes for `bytes` and `peak`. */
export interface ReadingTimes {
  readonly inflate: number;
  /** JSON.parse on the same bytes. */
  readonly plain: number;
  readonly parse: number;
  readonly claims: number;
  readonly facts: number;
  readonly parts: number;
  readonly bytes: number;
  /** Most memory the process ever held. */
  readonly peak: number;
}

const CHILD = fileURLToPath(new URL("../reading-child.ts", import.meta.url));
const ROUNDS = 5;
const MOST = 6;
const WANTED = 3;
const MOST_MEMORY = 900e6;

/** The large public bundle: time beside JSON.parse, and memory. Each round is a process of its own. */
export async function reading(): Promise<readonly Row[]> {
  const file = sharedData("attack", "enterprise-attack-18.1.stix21.json.gz");
  if (!existsSync(file)) return [skip("reading and facts"), skip("peak memory of it")];
  const rounds: ReadingTimes[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await readInChild("time", file));
  return [timeRow(rounds), memoryRow(await readInChild("peak", file))];
}

function skip(what: string): Row {
  return { what, measured: "", skipped: "needs ../shared/data", boundedBy: "not measured" };
}

async function readInChild(mode: string, file: string): Promise<ReadingTimes> {
  const { stdout } = await promisify(execFile)(process.execPath, [CHILD, mode, file]);
  return JSON.parse(stdout) as ReadingTimes;
}

function timeRow(rounds: readonly ReadingTimes[]): Row {
  const median = (of: (one: ReadingTimes) => number): number => quantile(rounds.map(of), 0.5);
  const total = (one: ReadingTimes): number => one.parse + one.claims + one.facts;
  const ratio = median((one) => total(one) / one.plain);
  const [first] = rounds;
  const split = [
    `strict parse ${ms(median((one) => one.parse))}`,
    `STIX to claims ${ms(median((one) => one.claims))}`,
    `claims to facts ${ms(median((one) => one.facts))}`,
  ].join(", ");
  return {
    what: `reading and facts of ${first?.parts ?? 0} objects, ${((first?.bytes ?? 0) / 1e6).toFixed(1)} MB, once in a new process`,
    measured: `${ms(median(total))} (${split})`,
    beside: `JSON.parse on the same bytes ${ms(median((one) => one.plain))}: ${ratio.toFixed(1)} ×`,
    bound: `≤ ${MOST} × (wanted: ${WANTED} ×)`,
    holds: ratio <= MOST,
    boundedBy: `one pass over all bytes before anything is built, JSON.parse itself, then a claim with its place for every fact of every object; inflating and hashing the file (${ms(median((one) => one.inflate))}) come on top of both`,
  };
}

function memoryRow({ peak, bytes }: ReadingTimes): Row {
  return {
    what: "peak memory of it, in a new process",
    measured: `${(peak / 1e6).toFixed(0)} MB`,
    beside: `the bytes themselves ${(bytes / 1e6).toFixed(1)} MB: ${(peak / bytes).toFixed(0)} ×`,
    bound: `< ${MOST_MEMORY / 1e6} MB`,
    holds: peak < MOST_MEMORY,
    boundedBy: "the bytes, the same as text, the JSON objects, and a claim for every fact",
  };
}
