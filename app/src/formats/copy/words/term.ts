import type { Secret } from "../../../core/release/copy.ts";
import { formsOf } from "../../../core/release/residue/forms.ts";
import { Gap, lettersOf, skeletonOf } from "./skeleton.ts";

/** May, must or may not something stand before a letter; "any": as much as there is. */
type Before = "may" | "must" | "never" | "any";

/** From this many letters on a name is told from other words even where it stands inside one. */
const LONG = 6;
/** And from here on whatever stands between its letters, as the residue check has it. */
const UNMISTAKABLE = 12;
/** Scripts whose words are set apart; in the others a name may stand anywhere. */
const SET_APART = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]/u;

/** A word or name that must be found, in one of the ways it may be spelled out. */
export class Term {
  readonly letters: string;
  /** It is found inside other words too. */
  readonly isLong: boolean;
  /** And the whole word goes with it. */
  readonly takesWord: boolean;
  readonly #form: string;
  /** Made when it is first asked for: most terms are never met. */
  #before: readonly Before[] | undefined;

  constructor(form: string, letters: string) {
    this.#form = form;
    this.letters = letters;
    const isLong = letters.length >= LONG;
    const isApart = SET_APART.test(letters);
    this.isLong = isLong || !isApart;
    this.takesWord = isLong && isApart;
  }

  /** For each of its letters. */
  get before(): readonly Before[] {
    this.#before ??= beforeIn(this.#form);
    return this.#before;
  }
}

/**
 * The terms under which a word is looked for: all forms that the residue check knows, and an
 * address also read out. [] where it has neither letter nor digit.
 */
export function termsOf(word: string, kind: Secret["kind"]): readonly Term[] {
  const forms = new Set([...formsOf({ text: word, kind }), ...spelledOut(word)]);
  return [...forms].flatMap((form) => {
    const letters = lettersOf(form);
    return letters === "" ? [] : [new Term(form, letters)];
  });
}

/** An address as it is read out: the signs in words, all of them or the first only. */
function spelledOut(word: string): readonly string[] {
  if (!/^[^\s@]{1,200}@[^\s@]{1,200}$/.test(word)) return [];
  const at = word.replace("@", " at ");
  return [at, at.replaceAll(".", " dot ")];
}

function beforeIn(form: string): readonly Before[] {
  const { letters, gaps, starts } = skeletonOf(form);
  const isNumber = /^\p{N}+$/u.test(letters);
  const isUnmistakable = !isNumber && letters.length >= UNMISTAKABLE;
  return gaps.map((gap, i) => {
    if (i === 0) return "may";
    if (isUnmistakable) return "any";
    if (gap === Gap.none) return isNumber && letters.length > LONG ? "may" : "never";
    return isBetweenDigits(letters, i) && /[.:]/.test(form.slice(starts[i - 1], starts[i]))
      ? "must"
      : "may";
  });
}

/** In "192.0.2.7" the points tell one number from another. */
function isBetweenDigits(letters: string, at: number): boolean {
  return /^\p{N}\p{N}$/u.test(letters.slice(at - 1, at + 1));
}
