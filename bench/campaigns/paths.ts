import { ask, decide, type Grounds } from "../../app/src/core/deciding/decide.ts";
import { judge } from "../../app/src/core/deciding/judge.ts";
import { toSets } from "../../app/src/core/measure.ts";
import type { Asked } from "../../app/src/core/pack.ts";
import { OUTCOMES, type Path } from "../../app/src/core/deciding/verdict.ts";
import type { CompiledPack } from "../../app/src/policy/compile-pack.ts";
import { randomGrounds } from "../support/random.ts";
import { freshPacks } from "../support/site.ts";
import type { Outcome } from "./outcome.ts";
import { startProgress } from "./progress.ts";

const BLOCK = 100;

/**
 * Decides random grounds and puts every path to Cedar as a whole: allowed with all its measures,
 * denied with any one removed. Doing the measures of a path one by one never worsens the outcome,
 * and ends in a release.
 */
export async function runPaths(count: number, seed: number): Promise<Outcome> {
  const packs = await freshPacks();
  const failures: string[] = [];
  const progress = startProgress(count);
  let paths = 0;
  for (let done = 0; done < count; done += BLOCK) {
    const blockSeed = seed + done / BLOCK;
    const block = randomGrounds(Math.min(BLOCK, count - done), blockSeed);
    for (const [i, one] of block.entries()) {
      const verdict = decide(one, packs);
      const found = [verdict.alarm ?? [], verdict.paths.flatMap((path) => check(path, one, packs))];
      failures.push(...found.flat().map((says) => `seed ${blockSeed}, grounds ${i}: ${says}`));
      paths += verdict.paths.length;
      progress.at(done + i + 1);
    }
  }
  progress.stop();
  const summary = `${paths.toLocaleString("en")} paths of ${count.toLocaleString("en")} grounds from seed ${seed}`;
  return { failures, summary };
}

function check(path: Path, one: Grounds, packs: readonly CompiledPack[]): readonly string[] {
  const asked = ask(one, packs) ?? [];
  const { measures } = path;
  const failures: string[] = [];
  if (!cedarAllows(asked, packs, measures)) {
    failures.push(`Cedar denies the path ${measures.join(" + ")}`);
  }
  for (const without of measures) {
    const fewer = measures.filter((measure) => measure !== without);
    if (!cedarAllows(asked, packs, fewer)) continue;
    failures.push(`Cedar allows the path ${measures.join(" + ")} without ${without}`);
  }
  return [...failures, ...stepByStep(asked, measures)];
}

function cedarAllows(
  asked: readonly Asked[],
  packs: readonly CompiledPack[],
  measures: readonly string[],
): boolean {
  const sets = toSets(measures);
  return asked.every(({ pack, question }) => {
    const gate = packs.find((known) => known.id === pack.id)?.gate;
    return gate?.authorize(question, sets).allow === true;
  });
}

function stepByStep(asked: readonly Asked[], measures: readonly string[]): readonly string[] {
  const outcomes = measures.map((_, n) => judge(asked, measures.slice(0, n)).outcome);
  outcomes.push(judge(asked, measures).outcome);
  const worse = outcomes.findIndex(
    (outcome, n) => n > 0 && rank(outcome) > rank(outcomes[n - 1] ?? outcome),
  );
  if (worse > 0) return [`the outcome worsens with ${measures[worse - 1] ?? ""}`];
  return outcomes.at(-1) === "release"
    ? []
    : [`the whole path ${measures.join(" + ")} is no release`];
}

function rank(outcome: (typeof OUTCOMES)[number]): number {
  return OUTCOMES.indexOf(outcome);
}
