import { Refusal, type RefusalCode } from "../../core/refusal.ts";
import type { Limits } from "../limits.ts";
import { hasEscape, hashKey, hashText, keyText, OpenKeys } from "./keys.ts";
import { Path } from "./path.ts";
import { lineAndColumn } from "./place.ts";
import { isExponent, numberEnd, stringEnd, wordEnd } from "./tokens.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const LOWER_F = 0x66;
const LOWER_N = 0x6e;
const LOWER_T = 0x74;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const TRUE = new TextEncoder().encode("true");
const FALSE = new TextEncoder().encode("false");
const NULL = new TextEncoder().encode("null");
const PROTOTYPE = "__proto__";
const PROTOTYPE_HASH = hashText(PROTOTYPE);
/** The shortest numbers outside the range of a double: "1e309", and 309 digits. */
const SHORTEST_HUGE_EXPONENT = 5;
const SHORTEST_HUGE_DIGITS = 309;

/** What a scan found that decides how values are built. */
export interface Scanned {
  /** Some key is written with an escape. */
  readonly hasEscapedKey: boolean;
}

/**
 * Walks over JSON bytes without building anything and refuses what breaks RFC 8259, a limit or
 * our rules on keys. Iterative: depth costs no stack. The bytes must be UTF-8 already.
 */
export class Scanner {
  readonly #bytes: Uint8Array;
  readonly #start: number;
  readonly #name: string;
  readonly #limits: Limits;
  readonly #keys: OpenKeys;
  readonly #path: Path;
  #at: number;
  #nodes = 0;
  #hasEscapedKey = false;

  constructor(bytes: Uint8Array, start: number, name: string, limits: Limits) {
    this.#bytes = bytes;
    this.#start = start;
    this.#at = start;
    this.#name = name;
    this.#limits = limits;
    this.#keys = new OpenKeys(bytes);
    this.#path = new Path(bytes);
  }

  /** Returns when the bytes are one JSON value within the limits; throws a Refusal otherwise. */
  scan(): Scanned {
    this.#skipSpace();
    this.#value();
    while (this.#path.depth > 0) this.#afterValue();
    this.#skipSpace();
    if (this.#at < this.#bytes.length) this.#refuse("not-json", "something follows the JSON value");
    return { hasEscapedKey: this.#hasEscapedKey };
  }

  /** A value from its first byte; of an array or object that holds something, down to its first scalar. */
  #value(): void {
    for (;;) {
      this.#countNode();
      const byte = this.#bytes[this.#at];
      if (byte === QUOTE) return this.#take(stringEnd(this.#bytes, this.#at), "string");
      if (byte === OPEN_OBJECT) {
        if (!this.#openObject()) return;
      } else if (byte === OPEN_ARRAY) {
        if (!this.#openArray()) return;
      } else return this.#scalar(byte);
    }
  }

  /** What follows a value inside an array or object: a comma and the next value, or the end. */
  #afterValue(): void {
    this.#skipSpace();
    const byte = this.#bytes[this.#at];
    const isInObject = this.#path.isInObject();
    if (byte === COMMA) {
      this.#at++;
      this.#skipSpace();
      if (isInObject) this.#key();
      else this.#path.nextElement();
      this.#value();
    } else if (isInObject ? byte === CLOSE_OBJECT : byte === CLOSE_ARRAY) {
      this.#at++;
      if (isInObject) this.#keys.close();
      this.#path.close();
    } else this.#refuse("not-json", `no comma and no ${isInObject ? "}" : "]"} after this value`);
  }

  /** Returns whether the object holds anything; then the first value comes next. */
  #openObject(): boolean {
    this.#requireDepth();
    this.#at++;
    this.#skipSpace();
    if (this.#bytes[this.#at] === CLOSE_OBJECT) {
      this.#at++;
      return false;
    }
    this.#keys.open();
    this.#path.openObject();
    this.#key();
    return true;
  }

  /** Returns whether the array holds anything; then the first value comes next. */
  #openArray(): boolean {
    this.#requireDepth();
    this.#at++;
    this.#skipSpace();
    if (this.#bytes[this.#at] === CLOSE_ARRAY) {
      this.#at++;
      return false;
    }
    this.#path.openArray();
    return true;
  }

  /** A key and its colon; the value comes next. */
  #key(): void {
    if (this.#bytes[this.#at] !== QUOTE) this.#refuse("not-json", "no key in quotes here");
    this.#countNode();
    const start = this.#at + 1;
    this.#take(stringEnd(this.#bytes, this.#at), "string");
    const end = this.#at - 1;
    this.#path.nextKey(start, end);
    this.#requireNewKey(start, end);
    this.#skipSpace();
    if (this.#bytes[this.#at] !== COLON) this.#refuse("not-json", "no colon after this key");
    this.#at++;
    this.#skipSpace();
  }

  #scalar(byte: number | undefined): void {
    if (byte === LOWER_T) this.#take(wordEnd(this.#bytes, this.#at, TRUE), "word");
    else if (byte === LOWER_F) this.#take(wordEnd(this.#bytes, this.#at, FALSE), "word");
    else if (byte === LOWER_N) this.#take(wordEnd(this.#bytes, this.#at, NULL), "word");
    else if (byte === MINUS || (byte !== undefined && byte >= ZERO && byte <= NINE)) this.#number();
    else
      this.#refuse(
        "not-json",
        byte === undefined ? "the JSON ends too early" : "no JSON value here",
      );
  }

  #number(): void {
    const start = this.#at;
    this.#take(numberEnd(this.#bytes, start), "number");
    if (this.#at - start < SHORTEST_HUGE_EXPONENT) return;
    const digits = this.#bytes.subarray(start, this.#at);
    if (digits.length < SHORTEST_HUGE_DIGITS && !digits.some(isExponent)) return;
    if (Number.isFinite(Number(keyText(this.#bytes, start, this.#at)))) return;
    this.#at = start;
    this.#refuse("not-json", "this number is too large for a double");
  }

  #skipSpace(): void {
    let byte = this.#bytes[this.#at];
    while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) {
      byte = this.#bytes[++this.#at];
    }
  }

  /** Moves to the end of a token; `~n` means that the byte at n is wrong. */
  #take(end: number, what: string): void {
    this.#at = end < 0 ? ~end : end;
    if (end >= 0) return;
    if (this.#at >= this.#bytes.length) this.#refuse("not-json", "the JSON ends too early");
    this.#refuse("not-json", `this ${what} is not a JSON ${what}`);
  }

  #requireNewKey(start: number, end: number): void {
    this.#hasEscapedKey ||= hasEscape(this.#bytes, start, end);
    const hash = hashKey(this.#bytes, start, end);
    if (hash === PROTOTYPE_HASH && keyText(this.#bytes, start, end) === PROTOTYPE) {
      this.#at = start - 1;
      this.#refuse("prototype-key", `the key ${PROTOTYPE} is not allowed`);
    }
    if (this.#keys.add(start, end, hash)) return;
    this.#at = start - 1;
    this.#refuse("duplicate-key", "this key comes twice in one object");
  }

  #requireDepth(): void {
    if (this.#path.depth < this.#limits.depth) return;
    this.#refuse("too-deep", `nested deeper than ${this.#limits.depth} levels`);
  }

  #countNode(): void {
    if (++this.#nodes <= this.#limits.nodes) return;
    this.#refuse("too-many-nodes", `more than ${this.#limits.nodes} values and keys`);
  }

  #refuse(code: RefusalCode, problem: string): never {
    const pointer = this.#path.pointer();
    const at = `${this.#name}:${lineAndColumn(this.#bytes, this.#start, this.#at)}`;
    throw new Refusal(
      code,
      pointer === "" ? at : `${at} (${pointer})`,
      problem,
      REMEDIES[code] ?? "",
    );
  }
}

const REMEDIES: Partial<Record<RefusalCode, string>> = {
  "not-json": "correct it, or ask the sender for valid JSON (RFC 8259)",
  "too-deep": "ask the sender for a flatter file, or raise the depth limit if you trust it",
  "too-many-nodes": "split the file, or raise the node limit if you trust it",
  "duplicate-key": "ask the sender which of the two values is meant",
  "prototype-key": "do not trust this file; ask the sender for one without it",
};
