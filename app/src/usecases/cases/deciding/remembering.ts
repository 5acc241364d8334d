import { canonicalJson, fixed } from "../../../core/canonical-json.ts";
import { spokenIn, type Spoken } from "../../../core/casework/manifest.ts";
import { judgeGrounds, type Grounds, type Judging } from "../../../core/deciding/decide.ts";
import type { EngineAnswer, Pack } from "../../../core/pack.ts";
import type { Judgement } from "../../../core/deciding/verdict.ts";

/** Answers kept for one pack; the oldest goes first. */
const MOST = 2_000;

const MADE: WeakMap<Pack, Pack> = new WeakMap();

/**
 * The same pack, which remembers the answers of its engines: they are functions of question and measures,
 * and a case is decided again at every step on questions that mostly stay the same. At the moment of
 * release nothing is remembered: the engines are asked anew (`decideNow`).
 */
function remembering(pack: Pack): Pack {
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
      keep(answers, key, answer);
      return answer;
    },
  };
  MADE.set(pack, made);
  return made;
}

/** What a set of packs came to. */
interface Remembered {
  readonly packs: readonly Pack[];
  readonly judgements: Map<string, Judgement>;
  readonly spoken: Map<string, Spoken>;
}

const BY_PACKS: WeakMap<readonly Pack[], Remembered> = new WeakMap();
/** By the first of them: the set that was made of it last. */
const BY_FIRST: WeakMap<Pack, Remembered> = new WeakMap();

/** The same packs, each remembering, as one list that is the same as long as they are. */
export function rememberingAll(packs: readonly Pack[]): readonly Pack[] {
  const made = packs.map(remembering);
  const [first] = made;
  if (first === undefined) return made;
  const known = BY_FIRST.get(first);
  if (known?.packs.length === made.length && made.every((pack, i) => pack === known.packs[i])) {
    return known.packs;
  }
  const remembered = { packs: made, judgements: new Map(), spoken: new Map() };
  BY_FIRST.set(first, remembered);
  BY_PACKS.set(made, remembered);
  return made;
}

/**
 * Judges as `judgeGrounds`, once for what is the same: a pure function of the facts, the standing, the
 * request, the day, the packs and what counts as done. Of packs that do not remember, nothing is; nor is
 * a judgement with an alarm.
 */
export const judgeRemembering: Judging = (grounds, packs, done) => {
  const known = BY_PACKS.get(packs)?.judgements;
  if (known === undefined) return judgeGrounds(grounds, packs, done);
  const key = canonicalJson([asked(grounds), done]);
  const before = known.get(key);
  if (before !== undefined) return before;
  const judgement = judgeGrounds(grounds, packs, done);
  if (judgement.alarm === undefined) keep(known, key, fixed(judgement));
  return judgement;
};

/**
 * Which rules speak, as `spokenIn` finds them, remembered in the same way. Where none does, an engine may
 * have failed, and that is not remembered.
 */
export function spokenRemembering(grounds: Grounds, packs: readonly Pack[]): Spoken {
  const known = BY_PACKS.get(packs)?.spoken;
  if (known === undefined) return spokenIn(grounds, packs);
  const key = canonicalJson(asked(grounds));
  const before = known.get(key);
  if (before !== undefined) return before;
  const spoken = spokenIn(grounds, packs);
  if (spoken.rules.length > 0) keep(known, key, fixed(spoken));
  return spoken;
}

/** What the questions are made of: all of the grounds but names, notes, and what was performed. */
function asked(grounds: Grounds): object {
  const left = { item: undefined, notes: undefined, performed: undefined, people: undefined };
  return { ...grounds, ...left, binding: undefined };
}

function keep<T>(known: Map<string, T>, key: string, value: T): void {
  if (known.size >= MOST) known.delete(known.keys().next().value ?? "");
  known.set(key, value);
}
