/** Letters that may follow the first in a key. */
const KEY_REST: Uint8Array = setOf(
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:/-",
);
const MOST_DEPTH = 16;
const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
/** The one form of each escape: RFC 8785 §3.2.2.2. */
const ESCAPE = /\\(?:["\\bfnrt]|u00(?:0[0-7bef]|1[0-9a-f]))/y;
const NUMBER = /0|-?[1-9][0-9]{0,15}/y;
const LITERAL = /true|false|null/y;

/**
 * Walks over a text and stops at the first character that does not belong to canonical JSON. What it
 * passes is RFC 8785 narrowed to one form a reader cannot mistake: keys that start with an ASCII letter
 * and go on with letters, digits and _.:/-, each greater than the one before; whole numbers up to
 * 2^53 - 1; at most 16 levels. The text must come from a fatal UTF-8 decoder, so that half a surrogate
 * pair could only come from an escape, and none of the escapes allowed here is one.
 *
 * Every method answers whether it passed; after a refusal `at` is near what was refused.
 */
export class CanonicalScanner {
  readonly text: string;
  /** The next character. */
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Exactly these characters. */
  pass(expected: string): boolean {
    if (!this.text.startsWith(expected, this.at)) return false;
    this.at += expected.length;
    return true;
  }

  /** Any value. */
  passValue(depth = 0): boolean {
    switch (this.text.charCodeAt(this.at)) {
      case QUOTE:
        return this.passString();
      case OPEN_OBJECT:
        return this.passObject(depth);
      case OPEN_LIST:
        return this.passList(depth);
      default:
        return this.#passMatch(LITERAL) || this.#passNumber();
    }
  }

  /** A string in quotes. */
  passString(): boolean {
    const { text } = this;
    if (!this.#passOne(QUOTE)) return false;
    let at = this.at;
    let letter = text.charCodeAt(at);
    // Not a number beyond the end, and that is not more than 31.
    while (letter > 31 && letter !== QUOTE) {
      at += 1;
      if (letter === BACKSLASH) {
        this.at = at - 1;
        if (!this.#passMatch(ESCAPE)) return false;
        at = this.at;
      }
      letter = text.charCodeAt(at);
    }
    this.at = at;
    return this.#passOne(QUOTE);
  }

  /** An object; `member` may demand more of the value of each key than that it is any. */
  passObject(depth = 0, member?: (key: string) => boolean): boolean {
    if (depth === MOST_DEPTH || !this.#passOne(OPEN_OBJECT)) return false;
    if (this.#passOne(CLOSE_OBJECT)) return true;
    let [before, end] = [0, 0];
    do {
      const start = this.at + 1;
      if (!this.#passKey() || !this.#isGreater(start, this.at - 1, before, end)) return false;
      [before, end] = [start, this.at - 1];
      if (!this.#passOne(COLON)) return false;
      const passed = member?.(this.text.slice(before, end)) ?? this.passValue(depth + 1);
      if (!passed) return false;
    } while (this.#passOne(COMMA));
    return this.#passOne(CLOSE_OBJECT);
  }

  /** A list of any values. */
  passList(depth = 0): boolean {
    if (depth === MOST_DEPTH || !this.#passOne(OPEN_LIST)) return false;
    if (this.#passOne(CLOSE_LIST)) return true;
    do {
      if (!this.passValue(depth + 1)) return false;
    } while (this.#passOne(COMMA));
    return this.#passOne(CLOSE_LIST);
  }

  #passOne(letter: number): boolean {
    if (this.text.charCodeAt(this.at) !== letter) return false;
    this.at += 1;
    return true;
  }

  #passKey(): boolean {
    const { text } = this;
    const first = text.charCodeAt(this.at + 1) | 32;
    if (!this.#passOne(QUOTE) || first < 97 || first > 122) return false;
    let at = this.at + 1;
    while (KEY_REST[text.charCodeAt(at)] === 1) at += 1;
    this.at = at;
    return this.#passOne(QUOTE);
  }

  /** Whether the key from `start` to `end` comes after another, by their ASCII letters. */
  #isGreater(start: number, end: number, otherStart: number, otherEnd: number): boolean {
    const { text } = this;
    const common = Math.min(end - start, otherEnd - otherStart);
    for (let at = 0; at < common; at += 1) {
      const difference = text.charCodeAt(start + at) - text.charCodeAt(otherStart + at);
      if (difference !== 0) return difference > 0;
    }
    return end - start > otherEnd - otherStart;
  }

  #passNumber(): boolean {
    const start = this.at;
    return this.#passMatch(NUMBER) && Number.isSafeInteger(Number(this.text.slice(start, this.at)));
  }

  #passMatch(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    if (!pattern.test(this.text)) return false;
    this.at = pattern.lastIndex;
    return true;
  }
}

function setOf(letters: string): Uint8Array {
  const set = new Uint8Array(128);
  for (const letter of letters) set[letter.charCodeAt(0)] = 1;
  return set;
}
