import { CODED_CONTROLS, DISPLAY_WORDS, PLAIN_CONTROLS, RELEASE_WORDS } from "./control-table.ts";
import {
  countriesAt,
  readEyesOnly,
  readRelease,
  type ListPlace,
  type ListRead,
} from "./release-list.ts";
import { sayUnreadable, type MarkingSays } from "./says.ts";
import { longestPhrase, phraseKey, phraseTable, wordsOf } from "./words.ts";

/** What a phrase in a control line does: set controls, or begin a list of countries. */
type Control = readonly string[] | "release" | "display";

const PLAIN = phraseTable(new Map<string, Control>(tableOf(PLAIN_CONTROLS)));
const ALL = phraseTable(
  new Map<string, Control>([
    ...PLAIN.phrases,
    ...tableOf(CODED_CONTROLS),
    ...RELEASE_WORDS.map((words): [string, Control] => [words, "release"]),
    ...DISPLAY_WORDS.map((words): [string, Control] => [words, "display"]),
  ]),
);

/** No control line has more words; what comes after them is not understood. */
const MOST_WORDS = 120;

/** What a line of controls says, and whether all of it was understood. */
export interface ControlsRead {
  readonly says: readonly MarkingSays[];
  /** The words nobody understood, as written; "" when there are none. */
  readonly unknown: string;
  /** Where the understood part ends in the text. */
  readonly end: number;
}

/**
 * Reads dissemination controls one after the other: "NOFORN", "OC/REL TO USA, GBR", "SI/TK//NF",
 * "USA/GBR EYES ONLY". In: folded text. Out: `dissemination` tokens in lower case, `releasableTo` as
 * a sorted list; NOFORN together with a release list is invalid and also unreadable.
 *
 * Source: ISM/CAPCO (domain.md §4), MISP taxonomy dni-ism.
 */
export function readControls(text: string): ControlsRead {
  const place = placeOf(text);
  const { words } = place;
  const says: MarkingSays[] = [];
  let at = 0;
  while (at < words.length) {
    const step = readOne(place, at);
    if (step === undefined) break;
    says.push(...step.says);
    at += step.length;
  }
  const end = words[at - 1]?.end ?? 0;
  const unknown = words[at] === undefined && words.length < MOST_WORDS ? "" : text.slice(end);
  return { says: [...says, ...clash(says)], unknown: unknown.replace(/^[ /,;:-]{1,8}/, ""), end };
}

/** The tokens of one control as a tag gives it ("NF", "OC-USGOV"); undefined when not known. */
export function tokensOfControl(code: string): readonly string[] | undefined {
  const control = ALL.phrases.get(phraseKey(code));
  if (control === "display") return ["displayonly"];
  return control === "release" ? undefined : control;
}

/** Does the text begin with a control that is written so and means nothing else ("NOFORN")? */
export function startsWithControl(text: string): boolean {
  const place = placeOf(text);
  if (longestPhrase(PLAIN, place.words, 0) !== undefined) return true;
  const list = longestPhrase(ALL, place.words, 0);
  if (list?.found === "release") return list.length > 1 || countriesAt(place, 1, false).length > 0;
  return list?.found === "display" || readEyesOnly(place, 0) !== undefined;
}

/** `dissemination` claims for tokens. */
export function sayControls(tokens: readonly string[], says: string): MarkingSays[] {
  return tokens.map((value) => ({ fact: "dissemination", value, says }));
}

function readOne(place: ListPlace, at: number): ListRead | undefined {
  const phrase = longestPhrase(ALL, place.words, at);
  if (phrase === undefined) return readEyesOnly(place, at);
  const { found, length } = phrase;
  if (found === "release") return readRelease(place, at, length);
  if (found === "display") {
    const list = countriesAt(place, at + length, false);
    return {
      says: sayControls(["displayonly"], "control DISPLAY ONLY"),
      length: length + list.length,
    };
  }
  if (found.includes("fgi")) {
    const list = countriesAt(place, at + length, true);
    const tokens = ["fgi", ...list.names.map((name) => `fgi-${name.toLowerCase()}`)];
    return { says: sayControls(tokens, "foreign information"), length: length + list.length };
  }
  const name = place.text.slice(place.words[at]?.start, place.words[at + length - 1]?.end);
  return { says: sayControls(found, `control ${name}`), length };
}

function placeOf(text: string): ListPlace {
  const words = wordsOf(text, MOST_WORDS);
  return { text, words, isControl: (at) => longestPhrase(ALL, words, at) !== undefined };
}

function clash(says: readonly MarkingSays[]): MarkingSays[] {
  const noforn = says.some((one) => one.fact === "dissemination" && one.value === "noforn");
  const release = says.some((one) => one.fact === "releasableTo");
  return noforn && release ? sayUnreadable("NOFORN with REL TO", "the two exclude each other") : [];
}

function tableOf(rows: readonly string[]): [string, readonly string[]][] {
  return rows.flatMap((row) => {
    const [tokens = "", ...spellings] = row.split("|");
    return spellings.map((spelling): [string, readonly string[]] => [spelling, tokens.split(" ")]);
  });
}
