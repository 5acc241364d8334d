// Reads one STIX file in a process of its own and prints what it took, as JSON. For bench/run.ts.
//
//   node bench/reading-child.ts plain FILE   JSON.parse on the inflated bytes, and nothing else;
//                                            decoding is part of it, since it takes a string
//   node bench/reading-child.ts ours FILE    our reading, up to the facts sheet
import { SEED_ACTORS } from "../app/src/formats/actors/seed.ts";
import { makeActorTable } from "../app/src/core/actor-table.ts";
import { mergeFacts } from "../app/src/core/facts/facts.ts";
import { readBytes } from "../app/src/formats/bytes.ts";
import { parseJson } from "../app/src/formats/json/parse.ts";
import { DEFAULT_LIMITS } from "../app/src/formats/limits.ts";
import { readStix } from "../app/src/formats/stix/read.ts";
import { timed } from "./measure/time.ts";
import type { ReadingTimes, Spent } from "./rows/reading.ts";

const [mode = "", file = ""] = process.argv.slice(2);
const start = performance.now();
const { bytes } = await readBytes(file, DEFAULT_LIMITS);
const inflate = performance.now() - start;
console.log(JSON.stringify(mode === "plain" ? plain() : ours()));

function plain(): Spent {
  const before = process.cpuUsage();
  const [elapsed] = timed(() => void JSON.parse(new TextDecoder().decode(bytes)));
  return { elapsed, cpu: cpuSince(before) };
}

function ours(): ReadingTimes {
  const actors = makeActorTable(SEED_ACTORS);
  const before = process.cpuUsage();
  const [parse, json] = timed(() => parseJson(bytes, file, DEFAULT_LIMITS));
  const [claims, { parts }] = timed(() => readStix(json, { actors, name: file }));
  const [facts] = timed(() => mergeFacts(parts, []));
  const cpu = cpuSince(before);
  const elapsed = parse + claims + facts;
  const peak = process.resourceUsage().maxRSS * 1024;
  const size = { parts: parts.length, bytes: bytes.length };
  return { inflate, parse, claims, facts, elapsed, cpu, peak, ...size };
}

/** Milliseconds of all threads of this process. */
function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
