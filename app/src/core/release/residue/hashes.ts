import type { Secret } from "../copy.ts";
import { BASE64 } from "./encodings.ts";
import { isGeneric } from "./generic.ts";
import { hexDigit } from "./escapes.ts";
import type { Variant } from "./variant.ts";
import { putText, utf8 } from "./utf8.ts";
import type { View } from "./view.ts";

/** Digests of bytes, or of a text in UTF-8, in lower-case hexadecimal. */
export interface Digests {
  readonly md5: (data: string | Uint8Array) => string;
  readonly sha1: (data: string | Uint8Array) => string;
  readonly sha256: (data: string | Uint8Array) => string;
  readonly sha512: (data: string | Uint8Array) => string;
}

/** Where in the views something stands that may be a digest or a name-based id, by its kind. */
export class Hashes {
  readonly #seen: Map<Kind, Map<string, Place>> = new Map();

  /** Notes every run of a digest's length, in hexadecimal or base64, that was not looked at before. */
  note(view: View): void {
    const { bytes, changed } = view;
    // A run of so many holds one of every so many bytes: those between are passed over.
    if (changed === undefined) this.#noteRuns(view, FEWEST - 1, bytes.length, FEWEST);
    let done = 0;
    for (const place of changed ?? []) {
      // A run that now begins or ends here is another too.
      const from = Math.max(done, place - 1);
      done = Math.max(done, this.#noteRuns(view, from, Math.min(bytes.length, place + WIDEST), 1));
    }
  }

  /** Notes the runs that hold one of these places, each so far from the one before. Out: how far it came. */
  #noteRuns(view: View, from: number, to: number, step: number): number {
    const { bytes } = view;
    let end = from;
    for (; end < to; end += step) {
      if (!isBase64(bytes[end] ?? 0)) continue;
      let start = end;
      while (start > 0 && isBase64(bytes[start - 1] ?? 0)) start--;
      while (end < bytes.length && isBase64(bytes[end] ?? 0)) end++;
      if (end - start >= FEWEST) this.#noteRun(view, start, end);
    }
    return end;
  }

  /** The secrets of which a digest was noted, each with its first place. */
  *match(secrets: readonly Secret[], digests: Digests): Generator<Match> {
    if (this.#seen.size === 0) return;
    const ids = [...(this.#seen.get("uuid")?.keys() ?? [])];
    const endings = new Set(ids.map((id) => id.slice(-12)));
    for (const [secret, { text, kind }] of secrets.entries()) {
      if (text.length < 3 || text.length > 1024) continue;
      const inputs = inputsOf(text, kind);
      for (const [digest, places] of this.#seen) {
        const isId = digest === "uuid";
        const place = isId
          ? firstAmong(NAMING[kind] ?? [], (key) => idOf(key, text, digests, endings), places)
          : firstAmong(inputs, digests[digest], places);
        if (place !== undefined) yield { secret, variant: isId ? "derived-id" : "hash", ...place };
      }
    }
  }

  #noteRun(view: View, start: number, end: number): void {
    const { bytes } = view;
    // An id stands behind its type: "indicator--…".
    if (isUuid(bytes, end - 36)) {
      const isNameBased = bytes[end - 36 + 14] === 0x35;
      if (isNameBased) this.#put("uuid", text(bytes, end - 36, end), view, end - 36);
      return;
    }
    for (let at = start; at < end; at++) {
      if (hexDigit(bytes[at] ?? 0) < 0) continue;
      const from = at;
      while (at < end && hexDigit(bytes[at] ?? 0) >= 0) at++;
      const kind = BY_HEX.get(at - from);
      if (kind !== undefined) this.#put(kind, text(bytes, from, at), view, from);
    }
    for (const [length, kind] of BY_BASE64) {
      const from = end - length;
      // "sha256-…": what stands before it may be of the same alphabet.
      const isApart = from === start || (from > start && !isAlphanumeric(bytes[from - 1] ?? 0));
      if (isApart) this.#put(kind, fromBase64(bytes, from, end), view, from);
    }
  }

  #put(kind: Kind, value: string, { origin, variants }: View, at: number): void {
    const known = this.#seen.get(kind) ?? new Map<string, Place>();
    if (!known.has(value)) known.set(value, { offset: origin(at), variants });
    this.#seen.set(kind, known);
  }
}

type Kind = keyof Digests | "uuid";

interface Place {
  readonly offset: number;
  readonly variants: readonly Variant[];
}

interface Match extends Place {
  readonly secret: number;
  readonly variant: "hash" | "derived-id";
}

/** Most bytes that an escape leaves, and one behind them. */
const WIDEST = 8;
/** Characters of the shortest that is looked for: MD5 in base64. */
const FEWEST = 22;

/** Characters of each digest in hexadecimal. */
const BY_HEX: ReadonlyMap<number, keyof Digests> = new Map([
  [32, "md5"],
  [40, "sha1"],
  [64, "sha256"],
  [128, "sha512"],
]);
/** And in base64 without its padding. */
const BY_BASE64: ReadonlyMap<number, keyof Digests> = new Map([
  [22, "md5"],
  [27, "sha1"],
  [43, "sha256"],
  [86, "sha512"],
]);

/** Where the first of these that was seen was seen, each made into a digest or an id by `make`. */
function firstAmong<Input>(
  inputs: readonly Input[],
  make: (input: Input) => string,
  places: ReadonlyMap<string, Place>,
): Place | undefined {
  for (const input of inputs) {
    const place = places.get(make(input));
    if (place !== undefined) return place;
  }
  return undefined;
}

/** What people take digests of: the value, in small letters, in capitals, with a line's end, its halves. */
function inputsOf(text: string, kind: Secret["kind"]): readonly (string | Uint8Array)[] {
  const forms = [text];
  const add = (form: string): void => {
    if (!forms.includes(form)) forms.push(form);
  };
  for (const half of halvesOf(text)) add(half);
  // What is added here is small already.
  for (const form of forms) add(form.toLowerCase());
  if (kind !== "id" && kind !== "text") {
    add(text.trim());
    add(text.toUpperCase());
    add(`${text}\n`);
  }
  // As they are where every encoder of UTF-8 gives the same for them.
  return /[\ud800-\udfff]/.test(text) ? forms.map(utf8) : forms;
}

/** "local@domain", "file|digest", "type--uuid", "scheme://host/path". */
function halvesOf(text: string): readonly string[] {
  if (text.length > 300 || !/[@|]|--|:\/\//.test(text)) return [];
  const host = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]+)/i.exec(text)?.[1];
  const halves = text.split(/[@|]|--/).concat(host ?? []);
  return halves.filter((half) => half.length >= 3 && half !== text && !isGeneric(half));
}

/** The namespace of STIX 2.1 section 2.9 for ids of observables. */
const NAMESPACE = [
  0x00, 0xab, 0xed, 0xb4, 0xaa, 0x42, 0x46, 0x6c, 0x9c, 0x01, 0xfe, 0xd2, 0x33, 0x15, 0xa9, 0xb7,
];
const NAMING: Partial<Record<Secret["kind"], readonly string[]>> = {
  address: ["value", "user_id"],
  value: ["value", "name"],
  name: ["name", "user_id"],
  file: ["name", "path"],
};

/** What an id is computed from, and room for what is named. */
let named = Uint8Array.from({ length: 1 << 12 }, (_, at) => NAMESPACE[at] ?? 0);

/**
 * The UUIDv5 (RFC 9562 section 5.5) of an observable that has the secret as its only named property; ""
 * where it does not end as one of those that were seen.
 */
function idOf(
  property: string,
  text: string,
  { sha1 }: Digests,
  endings: ReadonlySet<string>,
): string {
  const hex = sha1(namedBy(`{"${property}":${JSON.stringify(text)}}`));
  if (!endings.has(hex.slice(20, 32))) return "";
  const variant = ((Number.parseInt(hex[16] ?? "0", 16) & 3) | 8).toString(16);
  const high = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}`;
  return `${high}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The namespace and the name: good until it is asked again. */
function namedBy(name: string): Uint8Array {
  const size = NAMESPACE.length + 3 * name.length;
  if (named.length < size) {
    const wider = new Uint8Array(2 * size);
    wider.set(NAMESPACE);
    named = wider;
  }
  const end = putText(named, NAMESPACE.length, name);
  return named.subarray(0, end);
}

function isUuid(bytes: Uint8Array, at: number): boolean {
  if (at < 0) return false;
  for (let k = 0; k < 36; k++) {
    const isHyphen = k === 8 || k === 13 || k === 18 || k === 23;
    const byte = bytes[at + k] ?? 0;
    if (isHyphen ? byte !== 0x2d : hexDigit(byte) < 0) return false;
  }
  return true;
}

function isAlphanumeric(byte: number): boolean {
  const small = byte | 0x20;
  return (byte >= 0x30 && byte <= 0x39) || (small >= 0x61 && small <= 0x7a);
}

function isBase64(byte: number): boolean {
  return (BASE64[byte] ?? -1) >= 0;
}

function fromBase64(bytes: Uint8Array, from: number, to: number): string {
  let [hex, held, bits] = ["", 0, 0];
  for (let at = from; at < to; at++) {
    held = ((held << 6) | (BASE64[bytes[at] ?? 0] ?? 0)) & 0xffff;
    bits += 6;
    while (bits >= 4) {
      bits -= 4;
      hex += ((held >> bits) & 15).toString(16);
    }
  }
  return hex.slice(0, hex.length - (hex.length % 2));
}

function text(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to)).toLowerCase();
}
