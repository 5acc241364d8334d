import { Automaton } from "../../../core/release/residue/automaton.ts";
import { Kind } from "./fold-letter.ts";
import { isWide } from "./encoded.ts";
import { LetterScan } from "./letter-scan.ts";
import { Gap, skeletonOf, type Skeleton } from "./skeleton.ts";
import type { Term } from "./term.ts";

/** From where to where, in the characters of a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Is given what was found, one after the other; gives true where that is enough. */
export type Take = (span: Span) => boolean;

/** Most letters by which terms are looked up: enough to tell one address of a site from another. */
const LONGEST_KEY = 20;

/** Many terms, found in one pass over a text. */
export class TermIndex {
  readonly #automaton: Automaton;
  /** By their letters, the terms that begin with each word of the automaton. */
  readonly #terms: readonly TermsByLetters[];
  readonly #keys: readonly string[];
  readonly #scan: LetterScan;

  constructor(terms: readonly Term[]) {
    const byKey = new Map<string, TermsByLetters>();
    for (const term of terms) {
      const key = term.letters.slice(0, LONGEST_KEY);
      const known = byKey.get(key) ?? new TermsByLetters();
      byKey.set(key, known);
      known.add(term);
    }
    this.#keys = [...byKey.keys()].sort();
    this.#terms = this.#keys.map((key) => byKey.get(key) ?? new TermsByLetters());
    this.#automaton = new Automaton(this.#keys);
    this.#scan = new LetterScan(this.#automaton, (word) => this.#terms[word]?.hasLong === true);
  }

  /**
   * Puts to `take` where any of the terms stands in a text, until it gives true, and says so; they may
   * overlap. `isJunk`: only long terms count.
   */
  find(text: string, isJunk: boolean, take: Take): boolean {
    return this.#scan.isHit(text, isJunk) && this.#findAll(text, isJunk, take);
  }

  #findAll(text: string, isJunk: boolean, take: Take): boolean {
    const automaton = this.#automaton;
    const { hit, idOf, table, width, tabled } = automaton;
    const skeleton = skeletonOf(text);
    const words = new Words(skeleton);
    const { letters } = skeleton;
    let state = 0;
    for (let end = 1; end <= letters.length; end++) {
      const id = idOf[letters.charCodeAt(end - 1)] ?? 0;
      state = state < tabled ? (table[state * width + id] ?? 0) : automaton.step(state, id);
      for (let at = hit[state] ?? 0; at !== 0; at = automaton.nextHit(at)) {
        const word = automaton.wordAt(at);
        const start = end - (this.#keys[word]?.length ?? 0);
        for (const term of this.#terms[word]?.at(letters, start) ?? []) {
          if (isJunk && !term.isLong) continue;
          const span = spanOf(term, skeleton, words, start);
          if (span !== undefined && take(span)) return true;
        }
      }
    }
    return false;
  }

  /** Is it sure that these bytes are no text, and that no term is to be found in them? */
  isNothing(bytes: Uint8Array, size: number): boolean {
    return !isWide(bytes, size) && this.#scan.isEmptyJunk(bytes, size);
  }
}

const NO_TERMS: readonly Term[] = [];

/** Terms that begin alike. */
class TermsByLetters {
  readonly #byLength = new Map<number, Map<string, Term[]>>();
  hasLong = false;

  add(term: Term): void {
    const { length } = term.letters;
    const same = this.#byLength.get(length) ?? new Map<string, Term[]>();
    this.#byLength.set(length, same);
    const known = same.get(term.letters);
    if (known === undefined) same.set(term.letters, [term]);
    else known.push(term);
    this.hasLong ||= term.isLong;
  }

  /** Those whose letters stand there. */
  at(letters: string, start: number): readonly Term[] {
    let found: readonly Term[] = NO_TERMS;
    for (const [length, same] of this.#byLength) {
      const there = same.get(letters.slice(start, start + length));
      if (there !== undefined) found = found.length === 0 ? there : [...found, ...there];
    }
    return found;
  }
}

function spanOf(term: Term, text: Skeleton, words: Words, at: number): Span | undefined {
  const last = at + term.letters.length - 1;
  if (!fits(term, text, at)) return undefined;
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
