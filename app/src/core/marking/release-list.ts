import { toCountry } from "../country.ts";
import { UNREADABLE } from "../facts/fact.ts";
import { sayUnreadable, type MarkingSays } from "./says.ts";
import type { Word } from "./words.ts";

const NATO =
  "AL BE BG CA CZ DE DK EE ES FI FR GB GR HR HU IS IT LT LU LV ME MK NL NO PL PT RO SE SI SK TR US";
const EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK";

/** Codes for a group of countries. Membership as of 7 March 2024 (NATO) and 1 February 2020 (EU). */
const GROUPS: ReadonlyMap<string, string> = new Map([
  ["FVEY", "AU CA GB NZ US"],
  ["ACGU", "AU CA GB US"],
  ["NATO", NATO],
  ["EU", EU],
]);

/** A control with its list as found in a line: what it says and how many words it takes. */
export interface ListRead {
  readonly says: readonly MarkingSays[];
  readonly length: number;
}

/** Where a list of countries may be: the words of a folded text, and which are something else. */
export interface ListPlace {
  readonly text: string;
  readonly words: readonly Word[];
  /** Does a control start at this word ("PR" is PROPIN here, not Puerto Rico)? */
  readonly isControl: (at: number) => boolean;
}

/**
 * "REL TO USA, GBR": those listed may have it, as alpha-2 codes. A code that names no country we
 * know is kept out and reported; REL without a list points to one that is elsewhere, so it is only
 * reported. `length` is the number of words of the control itself.
 */
export function readRelease(place: ListPlace, at: number, length: number): ListRead {
  const list = countriesAt(place, at + length, false);
  const unknown = unknownCode(place, at + length + list.length);
  const says: MarkingSays[] = [];
  if (list.length > 0 || unknown !== undefined) {
    const value = list.length === 0 ? UNREADABLE : list.names.join(",");
    says.push({ fact: "releasableTo", value, says: "list of a release marking" });
  } else {
    says.push(...sayUnreadable("REL", "release without a list"));
  }
  if (unknown !== undefined) {
    says.push(...sayUnreadable(unknown, "not a country of a release list"));
  }
  return { says, length: length + list.length + (unknown === undefined ? 0 : 1) };
}

/** "USA/GBR EYES ONLY", an older way to write a release list; undefined when it is not that. */
export function readEyesOnly(place: ListPlace, at: number): ListRead | undefined {
  const list = countriesAt(place, at, false);
  const after = at + list.length;
  const follows = place.words[after]?.text === "EYES" && place.words[after + 1]?.text === "ONLY";
  if (list.length === 0 || !follows) return undefined;
  const value = list.names.join(",");
  return {
    says: [{ fact: "releasableTo", value, says: "list before EYES ONLY" }],
    length: list.length + 2,
  };
}

/**
 * The countries and groups that stand from a word on, joined by "," or "/": alpha-2 codes and names
 * of groups, sorted; and how many words they take. A mere space joins only where `spaced` says so:
 * in a sentence the next word may be "in" or "can".
 */
export function countriesAt(
  place: ListPlace,
  from: number,
  spaced: boolean,
): { readonly names: readonly string[]; readonly length: number } {
  const names = new Set<string>();
  let at = from;
  while (at < place.words.length && !place.isControl(at)) {
    const found = namesOf(place.words[at]?.text ?? "");
    if (found === undefined || (at > from && !isJoined(place, at, spaced))) break;
    for (const name of found) names.add(name);
    at++;
  }
  return { names: [...names].toSorted(), length: at - from };
}

/** A code in a list that names no country we know: "RSMA". */
function unknownCode(place: ListPlace, at: number): string | undefined {
  const word = place.words[at];
  if (word === undefined || place.isControl(at) || !/^[A-Z]{3,4}$/.test(word.text)) {
    return undefined;
  }
  const before = place.text.slice(place.words[at - 1]?.end ?? 0, word.start);
  return /^ ?,? ?$/.test(before) ? word.text : undefined;
}

function isJoined(place: ListPlace, at: number, spaced: boolean): boolean {
  const gap = place.text.slice(place.words[at - 1]?.end ?? 0, place.words[at]?.start);
  return /^ ?[,/] ?$/.test(gap) || (spaced && gap === " ");
}

/** The countries that one code stands for, alpha-2; a group's name with its members. */
function namesOf(word: string): string[] | undefined {
  const members = GROUPS.get(word);
  if (members !== undefined) return [word, ...members.split(" ")];
  const country = toCountry(word);
  return country === undefined ? undefined : [country];
}
