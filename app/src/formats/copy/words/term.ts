import type { Secret } from "../../../core/release/copy.ts";
import { formsOf } from "../../../core/release/residue-forms.ts";
import { Gap, skeletonOf } from "./skeleton.ts";

/** A word or name that must be found, in one of the ways it may be spelled out. */
export interface Term {
  readonly letters: string;
  /** Per letter: may, must or may not something stand before it; "any": as much as there is. */
  readonly before: readonly ("may" | "must" | "never" | "any")[];
  /** It is found inside other words too. */
  readonly isLong: boolean;
  /** And the whole word goes with it. */
  readonly takesWord: boolean;
}

/** From this many letters on a name is told from other words even where it stands inside one. */
const LONG = 6;
/** And from here on whatever stands between its letters, as the residue check has it. */
const UNMISTAKABLE = 12;
/** Scripts whose words are set apart; in the others a name may stand anywhere. */
const SET_APART = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]/u;

/**
 * The terms under which a word is looked for: all forms that the residue check knows, and an
 * address also read out. [] where it has neither letter nor digit.
 */
export function termsOf(word: string, kind: Secret["kind"]): readonly Term[] {
  const forms = new Set([...formsOf({ text: word, kind }), ...spelledOut(word)]);
  return [...forms].flatMap((form) => termOf(form) ?? []);
}

/** An address as it is read out: the signs in words, all of them or the first only. */
function spelledOut(word: string): readonly string[] {
  if (!/^[^\s@]{1,200}@[^\s@]{1,200}$/.test(word)) return [];
  const at = word.replace("@", " at ");
  return [at, at.replaceAll(".", " dot ")];
}

function termOf(form: string): Term | undefined {
  const { letters, gaps, starts } = skeletonOf(form);
  if (letters === "") return undefined;
  const isNumber = /^\p{N}+$/u.test(letters);
  const isUnmistakable = !isNumber && letters.length >= UNMISTAKABLE;
  const before = gaps.map((gap, i) => {
    if (i === 0) return "may";
    if (isUnmistakable) return "any";
    if (gap === Gap.none) return isNumber && letters.length > LONG ? "may" : "never";
    return isBetweenDigits(letters, i) && /[.:]/.test(form.slice(starts[i - 1], starts[i]))
      ? "must"
      : "may";
  });
  const isApart = SET_APART.test(letters);
  const isLong = letters.length >= LONG;
  return { letters, before, isLong: isLong || !isApart, takesWord: isLong && isApart };
}

/** In "192.0.2.7" the points tell one number from another. */
function isBetweenDigits(letters: string, at: number): boolean {
  return /^\p{N}\p{N}$/u.test(letters.slice(at - 1, at + 1));
}
