import { Refusal } from "../../refusal.ts";
import { fits, isSame, isSameInCase, type Find } from "./fits.ts";
import { foldSeveral, foldUnit, GAP, SEVERAL } from "./fold.ts";
import { ALLOWED, type SecretIndex } from "./index.ts";
import type { Term } from "./term.ts";
import { codePointAt } from "./utf8.ts";
import type { Variant } from "./variant.ts";
import { rangesOf, type Range, type View } from "./view.ts";

/** A secret that was found: the first time only. */
export interface Found {
  readonly variants: readonly Variant[];
  readonly offset: number;
}

/** Endings of words that are looked at for one byte, on the average, before the check gives up. */
const PATIENCE = 64;

/** Runs the automaton over views and keeps what it found. */
export class Scan {
  readonly found: Map<number, Found> = new Map();
  readonly #index: SecretIndex;
  /** Of each word how many of its terms are not found yet. */
  readonly #open: Int32Array;
  readonly #starts: Int32Array;
  readonly #mask: number;
  readonly #letters: Readonly<Record<"plain" | "rot13", Letters>>;
  /** Words that stand in a text that may leave. */
  readonly #covered: ReadonlySet<number>;
  #left = 1 << 24;

  constructor(index: SecretIndex, allowed: readonly Uint8Array[]) {
    this.#index = index;
    this.#open = Int32Array.from(index.terms, (terms) => terms.length);
    const size = 2 ** Math.ceil(Math.log2(index.longest + 1));
    this.#starts = new Int32Array(size);
    this.#mask = size - 1;
    const { idOf } = index.automaton;
    this.#letters = { plain: lettersOf(idOf), rot13: lettersOf(rot13Of(idOf)) };
    this.#covered = this.#wordsIn(allowed);
  }

  /** Looks through what is new in a view. `as`: read its letters in rot13. */
  look(view: View, as: "plain" | "rot13" = "plain"): void {
    const pending: Pending[] = [];
    const spans: Range[] = [];
    const { longest, reach } = this.#index;
    for (const range of rangesOf(view, longest, reach)) {
      this.#left += PATIENCE * (range.to - range.from);
      this.#pass(view, range, this.#letters[as], (find, word) => {
        this.#weigh(find, word, pending, spans);
      });
    }
    const reached = farthest(spans);
    for (const { find, term } of pending) {
      if (!isWithin(find, reached)) this.#keep(term, find);
    }
  }

  #pass(view: View, { from, to }: Range, letters: Letters, onWord: OnWord): void {
    const { automaton } = this.#index;
    const { isHit, table, width, tabled } = automaton;
    const { bytes } = view;
    const { ascii } = letters;
    const [starts, mask] = [this.#starts, this.#mask];
    let state = 0;
    let count = 0;
    let at = from;
    while (at < to) {
      const first = bytes[at] ?? 0;
      if (first >= 0x80) {
        const packed = codePointAt(bytes, at);
        for (const id of idsOf(packed >> 3, letters)) {
          starts[count++ & mask] = at;
          state = automaton.step(state, id);
        }
        at += packed & 7;
      } else {
        const id = ascii[first] ?? 0;
        if (id < 0) {
          at++;
          continue;
        }
        starts[count++ & mask] = at++;
        state = state < tabled ? (table[state * width + id] ?? 0) : automaton.step(state, id);
      }
      if (isHit[state] !== 0) this.#words(view, state, count, at, onWord);
    }
  }

  #words(view: View, state: number, count: number, end: number, onWord: OnWord): void {
    const { automaton, terms } = this.#index;
    for (let at = automaton.hit[state] ?? 0; at !== 0; at = automaton.nextHit(at)) {
      const word = automaton.wordAt(at);
      this.#left--;
      if ((this.#open[word] ?? 0) === 0) continue;
      if (this.#left < 0) giveUp();
      const first = count - (terms[word]?.[0]?.symbols.length ?? 0);
      const startOf = (nth: number): number => this.#starts[(first + nth) & this.#mask] ?? 0;
      onWord({ view, start: startOf(0), end, startOf }, word);
    }
  }

  #weigh(find: Find, word: number, pending: Pending[], spans: Range[]): void {
    let open = 0;
    for (const term of this.#index.terms[word] ?? []) {
      this.#left--;
      if (this.found.has(term.secret)) continue;
      open++;
      if (!fits(term, find)) continue;
      if (term.secret === ALLOWED) spans.push({ from: find.start, to: find.end });
      else if (this.#covered.has(word)) pending.push({ term, find: { ...find } });
      else this.#keep(term, find);
    }
    this.#open[word] = open;
    if (this.#left < 0) giveUp();
  }

  #keep(term: Term, find: Find): void {
    if (this.found.has(term.secret)) return;
    const variants = [...find.view.variants, ...guiseOf(term, find)];
    this.found.set(term.secret, { variants, offset: find.view.origin(find.start) });
  }

  #wordsIn(allowed: readonly Uint8Array[]): ReadonlySet<number> {
    const words = new Set<number>();
    for (const bytes of allowed) {
      const view: View = { bytes, variants: [], isTight: false, origin: (at) => at };
      const whole = { from: 0, to: bytes.length };
      this.#pass(view, whole, this.#letters.plain, (_find, word) => words.add(word));
    }
    return words;
  }
}

type OnWord = (find: Find, word: number) => void;

interface Pending {
  readonly term: Term;
  readonly find: Find;
}

function guiseOf(term: Term, find: Find): readonly Variant[] {
  if (term.form !== "itself") return [term.form];
  if (isSame(term, find)) return find.view.variants.length === 0 ? ["exact"] : [];
  return [isSameInCase(term, find) ? "case" : "folded"];
}

/** By which numbers the automaton knows letters. */
interface Letters {
  readonly idOf: Uint16Array;
  /** Of each ASCII character the same; -1 for what is no letter. */
  readonly ascii: Int32Array;
}

function lettersOf(idOf: Uint16Array): Letters {
  const ascii = Int32Array.from({ length: 0x80 }, (_, code) => {
    const unit = foldUnit(code);
    return unit <= GAP ? -1 : (idOf[unit] ?? 0);
  });
  return { idOf, ascii };
}

function idsOf(codePoint: number, { idOf }: Letters): readonly number[] {
  const unit = foldUnit(codePoint);
  if (unit <= GAP) return [];
  if (unit !== SEVERAL) return [idOf[unit] ?? 0];
  return Array.from(foldSeveral(codePoint), (one) => idOf[one.charCodeAt(0)] ?? 0);
}

/** Letters a to z stand for those thirteen on. */
function rot13Of(ids: Uint16Array): Uint16Array {
  const turned = ids.slice();
  for (let i = 0; i < 26; i++) turned[0x61 + i] = ids[0x61 + ((i + 13) % 26)] ?? 0;
  return turned;
}

/** Spans in the order in which they begin, each with the farthest end of those up to it. */
function farthest(spans: readonly Range[]): readonly Range[] {
  let end = 0;
  return spans
    .toSorted((a, b) => a.from - b.from)
    .map(({ from, to }) => {
      end = Math.max(end, to);
      return { from, to: end };
    });
}

/** Does one of the spans hold this find? The one that begins last before it, or reaches beyond it. */
function isWithin({ start, end }: Find, spans: readonly Range[]): boolean {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.from ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  return low > 0 && (spans[low - 1]?.to ?? 0) >= end;
}

function giveUp(): never {
  throw new Refusal(
    "too-large",
    "residue check",
    "what was removed nearly stands in these bytes too often to look at every place",
    "remove fewer or longer words, or release the item in parts",
  );
}
