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

/** What a step takes out of running text, in every format alike; undefined where it leaves texts alone. */
export function textEditOf(
  step: SanitiseStep,
  own: CopyFor["own"],
  log: RemovalLog,
): TextEdit | undefined {
  switch (step.step) {
    case "remove-words":
      return wordEdit(step.words, "word", step.with, step, log);
    case "remove-own-nationals":
      return wordEdit(step.names, "name", REMOVED, step, log);
    case "remove-sources":
      return wordEdit([...step.names, ...addressesOf(own)], "name", REMOVED, step, log);
    case "remove-special-categories":
      return wordEdit(step.words, "word", REMOVED, step, log);
    case "remove-protected-professions":
      return professionEdit(step, log);
    case "cut-originators": {
      const names = step.originators === "all-others" ? [] : step.originators;
      return wordEdit(names, "originator", REMOVED, step, log);
    }
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

/** Takes words out wherever they stand; they are secrets whether they stand there or not. */
export function wordEdit(
  words: readonly string[],
  kind: Secret["kind"],
  replacement: string,
  step: Pick<SanitiseStep, "step">,
  log: RemovalLog,
): TextEdit {
  const remover = makeWordRemover(words, kind);
  for (const word of words) log.secret(kind, word, "the plan");
  return {
    edit: (text, place) => {
      const { text: clean, found } = remover.remove(text, replacement);
      if (found > 0) log.change(step.step, place, "words were taken out");
      return clean;
    },
    touches: (value) => remover.isIn(value),
  };
}

function personEdit(step: SanitiseStep, log: RemovalLog): TextEdit {
  return {
    edit: (text, place) => {
      const spans = [...personalDataIn(text)];
      for (const { start, end, kind } of spans) log.secret(kind, text.slice(start, end), place);
      if (spans.length > 0) log.change(step.step, place, "what leads to a person was taken out");
      return replaceSpans(text, mergeSpans(spans), REMOVED);
    },
    touches: (value) => personalDataIn(value).next().done !== true,
  };
}

function timeEdit(step: SanitiseStep & { step: "generalise-time" }, log: RemovalLog): TextEdit {
  return {
    edit: (text, place) => {
      const coarse = coarsenTimes(text, step.to);
      for (const was of coarse.removed) log.parting("time", was, place);
      if (coarse.removed.length > 0) log.change(step.step, place, "times were made coarser");
      return coarse.text;
    },
    touches: () => false,
  };
}

/** "52.3702, 4.8952" and "52°22'N 4°53'E". */
const COORDINATES =
  /(?<![\p{L}\p{N}.])[+-]?\d{1,2}\.\d{3,10}\s?[,;/ ]\s?[+-]?\d{1,3}\.\d{3,10}(?!\p{N}|\.\p{N})|\d{1,3}\s?°\s?[\d.]{0,12}\s?['′]?\s?[\d.]{0,12}\s?["″]?\s?[NSEWO]\b/gu;

function placeEdit(step: SanitiseStep, log: RemovalLog): TextEdit {
  return {
    edit: (text, place) =>
      text.replace(COORDINATES, (was) => {
        log.secret("place", was, place);
        log.change(step.step, place, "coordinates were taken out");
        return REMOVED;
      }),
    touches: () => false,
  };
}

/** Sentences that name a protected profession go, and the persons named in the plan. */
function professionEdit(
  step: SanitiseStep & { step: "remove-protected-professions" },
  log: RemovalLog,
): TextEdit {
  const names = wordEdit(step.names, "name", REMOVED, step, log);
  return {
    edit: (text, place) => {
      const sentences = text.split(SENTENCE_END);
      const kept = sentences.map((sentence) => {
        if (protectedProfessions(sentence).length === 0) return sentence;
        log.parting("text", sentence, place);
        log.change(step.step, place, "a sentence about a protected profession was taken out");
        return REMOVED;
      });
      return names.edit(kept.join(""), place);
    },
    touches: (value) => names.touches(value) || protectedProfessions(value).length > 0,
  };
}

/** Behind the white space at the end of a sentence, or of a line. */
const SENTENCE_END = /(?<=[.!?]\s|\n)/;

/** Of the names of the own service those that lead to its systems. */
function addressesOf({ aliases }: CopyFor["own"]): readonly string[] {
  return aliases.filter((alias) => /^\S+[.@]\S+$/.test(alias));
}
