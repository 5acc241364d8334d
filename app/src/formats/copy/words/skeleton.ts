import { foldLetter } from "./fold-letter.ts";

/** What stands between two letters of a text. */
export const Gap = {
  /** Nothing, or what nobody sees. */
  none: 0,
  /** The end of a line, a hyphen, or marks of emphasis: a word may go on behind it. */
  break: 1,
  /** A few characters that are neither letter nor digit. */
  separator: 2,
  /** More of them than stand inside any one name. */
  far: 3,
} as const;

/**
 * The letters and digits of a text and where each stood: case, accents, compatibility forms, look-alikes
 * and what cannot be seen are folded away, so that one name has one form however it is written.
 */
export interface Skeleton {
  /** UTF-16 units; the arrays have one entry for each. */
  readonly letters: string;
  /** Where the character began and ended in the text. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** What stands before it, one of `Gap`. */
  readonly gaps: readonly number[];
  /** One of `Kind`. */
  readonly kinds: readonly number[];
}

/** Most separating characters inside a name: "ada [at] ex", ") (", " / ". */
const MOST_SEPARATORS = 6;
/** "[at]", "(dot)", "{.}": written so that nobody follows the address. They count as separators. */
const DEFANGED = /[[({<]\s{0,2}(?:at|dot|punkt|punt|point|@|\.)\s{0,2}[\])}>]/giu;

/** Does the text hold a sign that is defanged so? */
export function hasDefanged(text: string): boolean {
  return text.search(DEFANGED) >= 0;
}

/** The skeleton of a text, in one pass. */
export function skeletonOf(text: string): Skeleton {
  const building = new Building(text);
  let from = 0;
  for (const { index, 0: defanged } of text.matchAll(DEFANGED)) {
    building.take(from, index);
    from = index + defanged.length;
    building.skipDefanged();
  }
  building.take(from, text.length);
  return building;
}

/** The letters of the skeleton alone. */
export function lettersOf(text: string): string {
  const isPlain = /^[\x01-\x7f]*$/.test(text) && !hasDefanged(text);
  return isPlain ? text.toLowerCase().replaceAll(/[^a-z0-9]+/g, "") : skeletonOf(text).letters;
}

class Building implements Skeleton {
  readonly #text: string;
  letters = "";
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly gaps: number[] = [];
  readonly kinds: number[] = [];
  /** Characters seen since the last letter that are neither letter nor invisible. */
  #separators = 0;
  #isDefanged = false;
  #hasLineEnd = false;
  #isEmphasis = true;

  constructor(text: string) {
    this.#text = text;
  }

  take(from: number, to: number): void {
    let at = from;
    while (at < to) {
      const point = this.#text.codePointAt(at) ?? 0;
      const end = at + (point > 0xffff ? 2 : 1);
      const folded = foldLetter(point);
      if (folded === undefined) {
        this.#separators++;
        this.#hasLineEnd ||= LINE_ENDS.has(point);
        this.#isEmphasis &&= EMPHASIS.has(point);
      }
      if (folded !== undefined && folded.letters !== "")
        this.#push(folded.letters, folded.kind, at, end);
      at = end;
    }
  }

  skipDefanged(): void {
    this.#isDefanged = true;
  }

  #push(letters: string, kind: number, start: number, end: number): void {
    const gap = this.#gap(start);
    for (let i = 0; i < letters.length; i++) {
      this.starts.push(start);
      this.ends.push(end);
      this.kinds.push(kind);
      this.gaps.push(i === 0 ? gap : Gap.none);
    }
    this.letters += letters;
    this.#separators = 0;
    this.#isDefanged = false;
    this.#hasLineEnd = false;
    this.#isEmphasis = true;
  }

  #gap(start: number): number {
    if (this.#isDefanged) return Gap.separator;
    if (this.#separators === 0) return Gap.none;
    if (this.#isEmphasis && this.#separators <= MOST_EMPHASIS) return Gap.break;
    if (this.#hasLineEnd) {
      const between = this.#text.slice(this.ends.at(-1) ?? 0, start);
      if (ONLY_BREAK.test(between)) return Gap.break;
    }
    return this.#separators > MOST_SEPARATORS ? Gap.far : Gap.separator;
  }
}

const LINE_ENDS: ReadonlySet<number> = new Set([0x0a, 0x0d, 0x2028, 0x2029]);
/** A hyphen or a soft line break, then white space and the marks of quoted text. */
const ONLY_BREAK = /^[-\u2010\u2011\xac\xad=]?[\s>|#*]*$/;
/** "Jan**sen**", "Jan-sen". */
const EMPHASIS: ReadonlySet<number> = new Set(
  Array.from("*_`~-\u2010\u2011", (one) => one.charCodeAt(0)),
);
const MOST_EMPHASIS = 3;
