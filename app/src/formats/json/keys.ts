import { decodeUtf8 } from "./utf8.ts";

const FNV_OFFSET = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;
/** From here on an object's keys move to a Set: V8 seeds its hashes, so nobody can aim collisions at it. */
const MANY = 32;
/** So does an object with a key of more bytes than this: comparing such keys one by one is dear. */
const LONG = 256;
const BACKSLASH = 0x5c;

/** FNV-1a over the UTF-16 code units of a key as it is meant: "a" and its escaped form agree. */
export function hashKey(bytes: Uint8Array, start: number, end: number): number {
  let hash = FNV_OFFSET;
  for (let i = start; i < end; i++) {
    const byte = bytes[i] ?? 0;
    if (byte >= 0x80 || byte === BACKSLASH) return hashText(keyText(bytes, start, end));
    hash = Math.imul(hash ^ byte, FNV_PRIME);
  }
  return hash;
}

/** The same for a text. */
export function hashText(text: string): number {
  let hash = FNV_OFFSET;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), FNV_PRIME);
  return hash;
}

/** Is this key written with an escape? */
export function hasEscape(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] === BACKSLASH) return true;
  return false;
}

/** A key as it is meant: without quotes, escapes resolved. `start` and `end` lie inside the quotes. */
export function keyText(bytes: Uint8Array, start: number, end: number): string {
  const raw = decodeUtf8(bytes, start, end);
  if (!hasEscape(bytes, start, end)) return raw;
  return JSON.parse(`"${raw}"`) as string;
}

/**
 * The keys of all objects that are open, to find one that comes twice. Few keys: their hashes and
 * offsets, nothing allocated, a hit verified on the text. Many: a Set of texts.
 */
export class OpenKeys {
  readonly #bytes: Uint8Array;
  readonly #hashes: number[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #firsts: number[] = [];
  readonly #sets: (Set<string> | undefined)[] = [];
  #count = 0;
  #level = -1;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  open(): void {
    this.#level++;
    this.#firsts[this.#level] = this.#count;
    this.#sets[this.#level] = undefined;
  }

  close(): void {
    this.#count = this.#firsts[this.#level] ?? 0;
    this.#sets[this.#level] = undefined;
    this.#level--;
  }

  /** Adds a key to the innermost object; false when that object has it already. */
  add(start: number, end: number, hash: number): boolean {
    const first = this.#firsts[this.#level] ?? 0;
    const set = this.#sets[this.#level];
    if (set !== undefined || this.#count - first >= MANY || end - start > LONG) {
      return isNew(set ?? this.#moveToSet(first), keyText(this.#bytes, start, end));
    }
    for (let i = first; i < this.#count; i++) {
      if (this.#hashes[i] === hash && this.#text(i) === keyText(this.#bytes, start, end)) {
        return false;
      }
    }
    this.#hashes[this.#count] = hash;
    this.#starts[this.#count] = start;
    this.#ends[this.#count] = end;
    this.#count++;
    return true;
  }

  #moveToSet(first: number): Set<string> {
    const set = new Set<string>();
    for (let i = first; i < this.#count; i++) set.add(this.#text(i));
    this.#sets[this.#level] = set;
    return set;
  }

  #text(i: number): string {
    return keyText(this.#bytes, this.#starts[i] ?? 0, this.#ends[i] ?? 0);
  }
}

function isNew(set: Set<string>, text: string): boolean {
  const before = set.size;
  return set.add(text).size > before;
}
