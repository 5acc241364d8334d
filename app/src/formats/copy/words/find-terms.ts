import { Kind } from "./fold-letter.ts";
import { Gap, type Skeleton } from "./skeleton.ts";
import type { Term } from "./term.ts";

/** From where to where, in the characters of a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Letters by which terms are looked up. */
const KEY = 4;

/** Many terms, found in one pass over a text. */
export class TermIndex {
  readonly #byKey = new Map<string, Term[]>();
  readonly #lengths: readonly number[];
  /** First letters of all terms: most places are no start. */
  readonly #firsts = new Set<number>();

  constructor(terms: readonly Term[]) {
    const lengths = new Set<number>();
    for (const term of terms) {
      const key = term.letters.slice(0, KEY);
      lengths.add(key.length);
      this.#firsts.add(key.charCodeAt(0));
      const known = this.#byKey.get(key);
      if (known === undefined) this.#byKey.set(key, [term]);
      else known.push(term);
    }
    this.#lengths = [...lengths];
  }

  /** Where any of the terms stands; they may overlap. `isJunk`: only long terms count. */
  *find(text: Skeleton, isJunk = false): Generator<Span> {
    const { letters } = text;
    const words = new Words(text);
    for (let at = 0; at < letters.length; at++) {
      if (!this.#firsts.has(letters.charCodeAt(at))) continue;
      for (const length of this.#lengths) {
        for (const term of this.#byKey.get(letters.slice(at, at + length)) ?? []) {
          if (isJunk && !term.isLong) continue;
          const span = spanOf(term, text, words, at);
          if (span !== undefined) yield span;
        }
      }
    }
  }
}

function spanOf(term: Term, text: Skeleton, words: Words, at: number): Span | undefined {
  const last = at + term.letters.length - 1;
  if (!text.letters.startsWith(term.letters, at) || !fits(term, text, at)) return undefined;
  if (cutsNumber(text, at) || cutsNumber(text, last + 1)) return undefined;
  if (!term.isLong && !(isEdge(text, at) && isEdge(text, last + 1))) return undefined;
  if (!term.takesWord) return toSpan(text, at, last);
  return toSpan(text, words.first(at), words.last(last));
}

/** Where the words of a text begin and end, each walked once. */
class Words {
  readonly #gaps: readonly number[];
  readonly #firsts = new Map<number, number>();
  readonly #lasts = new Map<number, number>();

  constructor({ gaps }: Skeleton) {
    this.#gaps = gaps;
  }

  /** The first letter of the word that this letter is in. */
  first(at: number): number {
    let first = at;
    while (first > 0 && this.#gaps[first] === Gap.none) {
      const known = this.#firsts.get(first - 1);
      if (known !== undefined) return this.#keep(this.#firsts, at, known);
      first--;
    }
    return this.#keep(this.#firsts, at, first);
  }

  /** Its last. Asked with rising letters, the word that was walked last is the one asked for. */
  last(at: number): number {
    const known = this.#lasts.get(this.first(at));
    if (known !== undefined && known >= at) return known;
    let last = at;
    while (last + 1 < this.#gaps.length && this.#gaps[last + 1] === Gap.none) last++;
    return this.#keep(this.#lasts, this.first(at), last);
  }

  #keep(known: Map<number, number>, at: number, found: number): number {
    known.set(at, found);
    return found;
  }
}

/** Does what stands between the letters of the text agree with the term? */
function fits({ before }: Term, { gaps }: Skeleton, at: number): boolean {
  for (let i = 1; i < before.length; i++) {
    const gap = gaps[at + i];
    if (before[i] === "any") continue;
    if (gap === Gap.far) return false;
    if (before[i] === "never" && gap === Gap.separator) return false;
    if (before[i] === "must" && gap === Gap.none) return false;
  }
  return true;
}

/** Does a number go on across this place? 192.0.2.7 does not stand in 192.0.2.77. */
function cutsNumber({ gaps, kinds }: Skeleton, at: number): boolean {
  return kinds[at - 1] === Kind.digit && kinds[at] === Kind.digit && gaps[at] === Gap.none;
}

/** Does a word begin at this place: after a separator, "aB", "a1", "1a"? */
function isEdge({ gaps, kinds, letters }: Skeleton, at: number): boolean {
  if (at === 0 || at >= letters.length || gaps[at] !== Gap.none) return true;
  const [before, after] = [kinds[at - 1], kinds[at]];
  if (before === after) return false;
  return !(before === Kind.capital && after === Kind.small);
}

function toSpan({ starts, ends }: Skeleton, first: number, last: number): Span {
  return { start: starts[first] ?? 0, end: ends[last] ?? 0 };
}
