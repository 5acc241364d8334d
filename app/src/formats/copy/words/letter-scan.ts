import type { Automaton } from "../../../core/release/residue/automaton.ts";
import { codePointAt } from "../../../core/release/residue/utf8.ts";
import { foldLetter } from "./fold-letter.ts";
import { hasDefanged, skeletonOf } from "./skeleton.ts";

const NO_LETTER = -1;

/**
 * Tells of most texts, in one pass and without writing their letters down, that none of an automaton's
 * words is among them, whatever stands between.
 */
export class LetterScan {
  readonly #automaton: Automaton;
  /** Of each ASCII character what the automaton calls its letter. */
  readonly #ids: Int32Array;
  readonly #isLong: (word: number) => boolean;

  /** @param isLong  whether a word of the automaton counts in junk too */
  constructor(automaton: Automaton, isLong: (word: number) => boolean) {
    this.#automaton = automaton;
    this.#isLong = isLong;
    this.#ids = Int32Array.from({ length: 0x80 }, (_, code) => {
      const letters = foldLetter(code)?.letters ?? "";
      return letters === "" ? NO_LETTER : (automaton.idOf[letters.charCodeAt(0)] ?? 0);
    });
  }

  /** Is there a word among the letters of the text? In junk only a long one counts. */
  isHit(text: string, isJunk: boolean): boolean {
    const { isHit, table, width, tabled } = this.#automaton;
    const ids = this.#ids;
    let state = 0;
    let hasBracket = false;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit >= 0x80) {
        const point = text.codePointAt(at) ?? 0;
        if (point > 0xffff) at++;
        state = this.#after(state, point, isJunk);
        if (state < 0) return true;
        continue;
      }
      const id = ids[unit] ?? NO_LETTER;
      if (id === NO_LETTER) hasBracket ||= BRACKETS.has(unit);
      else {
        state = state < tabled ? (table[state * width + id] ?? 0) : this.#automaton.step(state, id);
        if (isHit[state] !== 0 && this.#counts(state, isJunk)) return true;
      }
    }
    return hasBracket && hasDefanged(text) && this.isHit(skeletonOf(text).letters, isJunk);
  }

  /** Is it sure that these bytes are no text, and that no long word is among their letters in UTF-8? */
  isEmptyJunk(bytes: Uint8Array, size: number): boolean {
    const { isHit, table, width, tabled } = this.#automaton;
    const ids = this.#ids;
    let state = 0;
    let isJunk = false;
    for (let at = 0; at < size; at++) {
      const byte = bytes[at] ?? 0;
      if (byte >= 0x80) {
        const packed = characterAt(bytes, at, size);
        if (packed === INVALID) isJunk = true;
        else {
          at += (packed & 7) - 1;
          state = this.#after(state, packed >> 3, true);
          if (state < 0) return false;
        }
        continue;
      }
      const id = ids[byte] ?? NO_LETTER;
      if (id === NO_LETTER) isJunk ||= byte < 0x09 || (byte > 0x0d && byte < 0x20);
      else {
        state = state < tabled ? (table[state * width + id] ?? 0) : this.#automaton.step(state, id);
        if (isHit[state] !== 0 && this.#counts(state, true)) return false;
      }
    }
    return isJunk;
  }

  /** The state after one more character; -1 where a word that counts ended in it. */
  #after(state: number, point: number, isJunk: boolean): number {
    const letters = foldLetter(point)?.letters ?? "";
    let at = state;
    for (let i = 0; i < letters.length; i++) {
      at = this.#automaton.step(at, this.#automaton.idOf[letters.charCodeAt(i)] ?? 0);
      if (this.#automaton.isHit[at] !== 0 && this.#counts(at, isJunk)) return -1;
    }
    return at;
  }

  #counts(state: number, isJunk: boolean): boolean {
    if (!isJunk) return true;
    const automaton = this.#automaton;
    for (let at = automaton.hit[state] ?? 0; at !== 0; at = automaton.nextHit(at)) {
      if (this.#isLong(automaton.wordAt(at))) return true;
    }
    return false;
  }
}

/** With these a defanged sign begins. */
const BRACKETS: ReadonlySet<number> = new Set(Array.from("[({<", (one) => one.charCodeAt(0)));

const INVALID = 0;

/** As `codePointAt`; INVALID where no character of UTF-8 stands that is not ASCII. */
function characterAt(bytes: Uint8Array, at: number, size: number): number {
  const packed = codePointAt(bytes, at);
  const [point, length] = [packed >> 3, packed & 7];
  const isSurrogate = point >= 0xd800 && point < 0xe000;
  if (length === 1 || at + length > size || isSurrogate) return INVALID;
  return length === 4 && point < 0x10000 ? INVALID : packed;
}
