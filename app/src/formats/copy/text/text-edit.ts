import type { CopyFor, Secret } from "../../../core/release/copy.ts";
import type { SanitiseStep } from "../../../core/release/plan.ts";
import { protectedProfessions } from "../../../core/profession.ts";
import type { RemovalLog } from "../removal-log.ts";
import { mergeSpans, replaceSpans } from "../words/spans.ts";
import { makeWordRemover } from "../words/word-remover.ts";
import { coarsenTimes } from "./coarse-time.ts";
import { personalDataIn } from "./personal-data.ts";

/** What stands where something was taken out, unless the plan has words of its own. */
export const REMOVED = "[removed]";

/** What one step does to running text. */
export interface TextEdit {
  /** The text afterwards; what went is in the log. `place` is where it stands in the original. */
  edit(text: string, place: string): string;
  /** Does a value that cannot be edited, an address or a digest, hold what must go? */
  touches(value: string): boolean;
}

/** One of which it can be asked whether it would find anything. */
export interface ScreenedEdit extends TextEdit {
  /** Is it sure that it leaves this text as it is, edited or as a value? Nothing is logged. */
  leaves(text: string): boolean;
  /** Set where it takes out nothing but what `wordsOf` says of this step. */
  readonly wordsOf?: SanitiseStep;
}

/** What a step takes out of running text, in every format alike; undefined where it leaves texts alone. */
export function textEditOf(
  step: SanitiseStep,
  own: CopyFor["own"],
  log: RemovalLog,
): ScreenedEdit | undefined {
  const planned = wordsOf(step, own);
  if (planned !== undefined) {
    const { words, kind } = planned;
    const replacement = step.step === "remove-words" ? step.with : REMOVED;
    return { ...wordEdit(words, kind, replacement, step, log), wordsOf: step };
  }
  switch (step.step) {
    case "remove-protected-professions":
      return professionEdit(step, log);
    case "remove-persons":
      return personEdit(step, log);
    case "generalise-time":
      return timeEdit(step, log);
    case "generalise-place":
      return placeEdit(step, log);
    default:
      return undefined;
  }
}

/** Words that a step takes out, and what they are. */
interface PlannedWords {
  readonly words: readonly string[];
  readonly kind: Secret["kind"];
}

/** The words of a step that takes out words and nothing else; undefined for any other. */
export function wordsOf(step: SanitiseStep, own: CopyFor["own"]): PlannedWords | undefined {
  switch (step.step) {
    case "remove-words":
    case "remove-special-categories":
      return { words: step.words, kind: "word" };
    case "remove-own-nationals":
      return { words: step.names, kind: "name" };
    case "remove-sources":
      return { words: [...step.names, ...addressesOf(own)], kind: "name" };
    case "cut-originators": {
      const words = step.originators === "all-others" ? [] : step.originators;
      return { words, kind: "originator" };
    }
    default:
      return undefined;
  }
}

/** Takes words out wherever they stand; they are secrets whether they stand there or not. */
export function wordEdit(
  words: readonly string[],
  kind: Secret["kind"],
  replacement: string,
  step: Pick<SanitiseStep, "step">,
  log: RemovalLog,
): ScreenedEdit {
  const remover = makeWordRemover(words, kind);
  for (const word of words) log.secret(kind, word, "the plan");
  return {
    edit: (text, place) => {
      const { text: clean, found } = remover.remove(text, replacement);
      if (found > 0) log.change(step.step, place, "words were taken out");
      return clean;
    },
    touches: (value) => remover.isIn(value),
    leaves: (text) => !remover.isIn(text),
  };
}

function personEdit(step: SanitiseStep, log: RemovalLog): ScreenedEdit {
  const isIn = (text: string): boolean => personalDataIn(text).next().done !== true;
  return {
    edit: (text, place) => {
      const spans = [...personalDataIn(text)];
      for (const { start, end, kind } of spans) log.secret(kind, text.slice(start, end), place);
      if (spans.length > 0) log.change(step.step, place, "what leads to a person was taken out");
      return replaceSpans(text, mergeSpans(spans), REMOVED);
    },
    touches: isIn,
    leaves: (text) => !isIn(text),
  };
}

function timeEdit(step: SanitiseStep & { step: "generalise-time" }, log: RemovalLog): ScreenedEdit {
  return {
    edit: (text, place) => {
      const coarse = coarsenTimes(text, step.to);
      for (const was of coarse.removed) log.parting("time", was, place);
      if (coarse.removed.length > 0) log.change(step.step, place, "times were made coarser");
      return coarse.text;
    },
    touches: () => false,
    leaves: (text) => coarsenTimes(text, step.to).removed.length === 0,
  };
}

/** "52.3702, 4.8952" and "52°22'N 4°53'E". */
const COORDINATES =
  /(?<![\p{L}\p{N}.])[+-]?\d{1,2}\.\d{3,10}\s?[,;/ ]\s?[+-]?\d{1,3}\.\d{3,10}(?!\p{N}|\.\p{N})|\d{1,3}\s?°\s?[\d.]{0,12}\s?['′]?\s?[\d.]{0,12}\s?["″]?\s?[NSEWO]\b/gu;

function placeEdit(step: SanitiseStep, log: RemovalLog): ScreenedEdit {
  return {
    edit: (text, place) =>
      text.replace(COORDINATES, (was) => {
        log.secret("place", was, place);
        log.change(step.step, place, "coordinates were taken out");
        return REMOVED;
      }),
    touches: () => false,
    leaves: (text) => text.search(COORDINATES) < 0,
  };
}

/** Sentences that name a protected profession go, and the persons named in the plan. */
function professionEdit(
  step: SanitiseStep & { step: "remove-protected-professions" },
  log: RemovalLog,
): ScreenedEdit {
  const names = wordEdit(step.names, "name", REMOVED, step, log);
  const isAbout = (text: string): boolean => protectedProfessions(text).length > 0;
  return {
    edit: (text, place) => {
      const sentences = text.split(SENTENCE_END);
      const kept = sentences.map((sentence) => {
        if (!isAbout(sentence)) return sentence;
        log.parting("text", sentence, place);
        log.change(step.step, place, "a sentence about a protected profession was taken out");
        return REMOVED;
      });
      return names.edit(kept.join(""), place);
    },
    touches: (value) => names.touches(value) || isAbout(value),
    leaves: (text) => names.leaves(text) && ![text, ...text.split(SENTENCE_END)].some(isAbout),
  };
}

/** Behind the white space at the end of a sentence, or of a line. */
const SENTENCE_END = /(?<=[.!?]\s|\n)/;

/** Of the names of the own service those that lead to its systems. */
function addressesOf({ aliases }: CopyFor["own"]): readonly string[] {
  return aliases.filter((alias) => /^\S+[.@]\S+$/.test(alias));
}
