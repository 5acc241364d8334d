import { ask, decide, type Grounds } from "../../app/src/core/deciding/decide.ts";
import { toSets } from "../../app/src/core/measure.ts";
import type { CompiledPack } from "../../app/src/policy/compile-pack.ts";
import type { Row } from "../measure/row.ts";
import { leastOf, ms, quantile, timed } from "../measure/time.ts";
import { randomGrounds } from "../support/random.ts";
import { freshPacks, scenarioGrounds } from "../support/site.ts";

const PASSES = 5;
const WARM_UP = 600;
const RANDOM = 800;
const P50 = 3;
const P99 = 10;
const NOTHING_DONE = toSets([]);

/** Run this before anything else: it measures a process that has done nothing yet. */
export async function coldDecision(): Promise<Row> {
  const start = performance.now();
  const packs = await freshPacks();
  const loaded = performance.now() - start;
  const times = randomGrounds(100, 7).map((one) => timed(() => decide(one, packs))[0]);
  return {
    what: "cold: load both packs, first decision, first hundred",
    measured: `${ms(loaded)}, ${ms(times[0] ?? Number.NaN)}, p50 ${ms(quantile(times, 0.5))}`,
    boundedBy:
      "Cedar's validation of the packs, WebAssembly and JavaScript not compiled yet, no answer about a rule remembered",
  };
}

/**
 * One decision with reasons and paths, both engines, over the scenario's cells and requests and
 * random grounds. Warm: the code is compiled and other requests were decided before; none of those
 * measured was. Each is measured in several passes, with packs compiled anew, and its least counts.
 */
export async function warmDecision(): Promise<readonly Row[]> {
  const scenario = await scenarioGrounds();
  const all = [...scenario, ...randomGrounds(RANDOM, 2)];
  const passes: Pass[] = [];
  for (let pass = 0; pass < PASSES; pass++) passes.push(onePass(all, await freshPacks()));
  const decisions = leastOf(passes.map((pass) => pass.decisions));
  const calls = leastOf(passes.map((pass) => pass.calls));
  return [
    toRow("scenario", decisions.slice(0, scenario.length), calls.slice(0, scenario.length)),
    toRow("random", decisions.slice(scenario.length), calls.slice(scenario.length)),
  ];
}

interface Pass {
  readonly decisions: readonly number[];
  /** One plain preparsed, validated Cedar call on the same request. */
  readonly calls: readonly number[];
}

function onePass(all: readonly Grounds[], packs: readonly CompiledPack[]): Pass {
  for (const one of randomGrounds(WARM_UP, 1)) decide(one, packs);
  const decisions: number[] = [];
  const calls: number[] = [];
  for (const one of all) {
    const [time, verdict] = timed(() => decide(one, packs));
    if (verdict.alarm !== undefined) throw new Error(verdict.alarm);
    decisions.push(time);
    calls.push(plainCall(one, packs));
  }
  return { decisions, calls };
}

function plainCall(one: Grounds, packs: readonly CompiledPack[]): number {
  const [first] = ask(one, packs) ?? [];
  const pack = packs.find((known) => known.id === first?.pack.id);
  if (first === undefined || pack === undefined) return Number.NaN;
  const { question } = first;
  return timed(() => pack.gate.authorize(question, NOTHING_DONE))[0];
}

function toRow(set: string, decisions: readonly number[], calls: readonly number[]): Row {
  const [p50, p99] = [quantile(decisions, 0.5), quantile(decisions, 0.99)];
  const call = quantile(
    calls.filter((one) => !Number.isNaN(one)),
    0.5,
  );
  return {
    what: `one warm decision, both engines, ${decisions.length} ${set} requests`,
    measured: `p50 ${ms(p50)}, p99 ${ms(p99)}, most ${ms(Math.max(...decisions))}`,
    beside: `one plain Cedar call p50 ${ms(call)}: ${(p50 / call).toFixed(1)} ×`,
    bound: `p50 ≤ ${P50} ms, p99 ≤ ${P99} ms`,
    holds: p50 <= P50 && p99 <= P99,
    boundedBy:
      "one whole-pack Cedar call for each pack and member of a group (converting some 75 attributes is most of it); then every path rule by rule, where a rule never asked before with these attributes costs one small Cedar call",
  };
}
