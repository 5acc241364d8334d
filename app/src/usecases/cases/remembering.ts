import type { EngineAnswer, Pack } from "../../core/pack.ts";

/** Answers kept for one pack; the oldest goes first. */
const MOST = 2_000;

const MADE: WeakMap<Pack, Pack> = new WeakMap();

/**
 * The same pack, which remembers the answers of its engines: they are functions of question and measures,
 * and a case is decided again at every step on questions that mostly stay the same. At the moment of
 * release nothing is remembered: the engines are asked anew (`decideNow`).
 */
export function remembering(pack: Pack): Pack {
  const known = MADE.get(pack);
  if (known !== undefined) return known;
  const answers = new Map<string, EngineAnswer>();
  const made: Pack = {
    ...pack,
    authorize: (question, measures) => {
      const key = JSON.stringify([question, measures]);
      const before = answers.get(key);
      if (before !== undefined) return before;
      const answer = pack.authorize(question, measures);
      if (answers.size >= MOST) answers.delete(answers.keys().next().value ?? "");
      answers.set(key, answer);
      return answer;
    },
  };
  MADE.set(pack, made);
  return made;
}
