import fc from "fast-check";
import { toSets } from "../../app/src/core/measure.ts";
import type { Question } from "../../app/src/core/question/question.ts";
import type { CompiledPack } from "../../app/src/policy/compile-pack.ts";
import { compareEngines, untyped } from "../../app/test/support/engines.ts";
import { randomQuestions } from "../support/random.ts";
import { freshPacks } from "../support/site.ts";
import type { Outcome } from "./outcome.ts";
import { startProgress } from "./progress.ts";

/** Requests made from one seed; the next block has the next seed, so that one block can be repeated. */
const BLOCK = 1_000;

/** Which measures are there; and how the request is damaged, where it is. */
const beside = fc.record({ picks: fc.array(fc.nat(), { maxLength: 8 }), damage: untyped });
type Beside = typeof beside extends fc.Arbitrary<infer T> ? T : never;

/**
 * Puts random requests to both engines, the packs in turn, every second request damaged: attributes
 * missing or of another type. Compared are the decision, the rules that determined it and the rules
 * that failed.
 */
export async function runEngines(count: number, seed: number): Promise<Outcome> {
  const packs = await freshPacks();
  const failures: string[] = [];
  const progress = startProgress(count);
  for (let done = 0; done < count; done += BLOCK) {
    const blockSeed = seed + done / BLOCK;
    const block = randomQuestions(Math.min(BLOCK, count - done), blockSeed, beside);
    for (const [i, [question, others]] of block.entries()) {
      const pack = packs[Math.floor(i / 2) % packs.length];
      if (pack === undefined) throw new Error("there is a pack");
      const found = compare(pack, question, others, i % 2 === 1);
      failures.push(...found.map((says) => `seed ${blockSeed}, request ${i}, ${pack.id}: ${says}`));
    }
    progress.at(Math.min(done + BLOCK, count));
  }
  progress.stop();
  const summary = `${count.toLocaleString("en")} requests from seed ${seed}, half of them damaged, to both engines`;
  return { failures, summary };
}

function compare(
  pack: CompiledPack,
  question: Question,
  { picks, damage }: Beside,
  isDamaged: boolean,
): readonly string[] {
  const known = pack.measureNames.filter((measure) => !measure.endsWith("*"));
  const measures = toSets(picks.map((n) => known[n % known.length] ?? ""));
  const { principal, resource } = question;
  const whole = { principal, resource, context: { ...question.context, measures } };
  const request = isDamaged ? damage(whole) : whole;
  return compareEngines(pack, question.action, request, request.context);
}
