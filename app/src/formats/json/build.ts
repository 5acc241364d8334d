import type { Json } from "../../core/item.ts";
import { stringEnd } from "./tokens.ts";
import { decodeUtf8 } from "./utf8.ts";

const QUOTE = 0x22;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
/** Space, tab, CR, LF, comma and colon: in JSON that was checked before, all of them just separate. */
const SEPARATORS = new Set([0x20, 0x09, 0x0d, 0x0a, 0x2c, 0x3a]);
const ENDS_WORD = new Set([...SEPARATORS, CLOSE_ARRAY, CLOSE_OBJECT]);

/**
 * The value of JSON bytes that a scanner has checked, built without `JSON.parse` for objects.
 *
 * V8 13.6 (Node 24) misreads keys that are written with an escape: when an object of the same shape
 * was seen before whose next key ends in a backslash, `"typ\u0065"` is read as that key (`typ\`), so
 * that a property, say a marking, can be made to vanish. Only texts that are no key go there.
 */
export function buildJson(bytes: Uint8Array, start: number): Json {
  const tree = new Tree();
  let at = start;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    if (byte === OPEN_OBJECT) tree.open({});
    else if (byte === OPEN_ARRAY) tree.open([]);
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) tree.close();
    else if (!SEPARATORS.has(byte)) {
      const end = byte === QUOTE ? stringEnd(bytes, at) : wordEnd(bytes, at);
      tree.add(JSON.parse(decodeUtf8(bytes, at, end)) as string | number | boolean | null);
      at = end;
      continue;
    }
    at++;
  }
  return tree.root;
}

type Container = Json[] | { [key: string]: Json };

class Tree {
  root: Json = null;
  readonly #open: Container[] = [];
  #key: string | undefined;

  /** A value, or a key where the innermost object waits for one. `__proto__` has been refused. */
  add(value: Json): void {
    const into = this.#open.at(-1);
    if (into === undefined) this.root = value;
    else if (Array.isArray(into)) into.push(value);
    else if (this.#key === undefined) this.#key = typeof value === "string" ? value : undefined;
    else {
      into[this.#key] = value;
      this.#key = undefined;
    }
  }

  open(container: Container): void {
    this.add(container);
    this.#open.push(container);
  }

  close(): void {
    this.#open.pop();
  }
}

function wordEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && !ENDS_WORD.has(bytes[at] ?? 0)) at++;
  return at;
}
