import { BASE64, END, SKIP, type Encoding } from "./residue-encodings.ts";
import { Repeats } from "./residue-repeats.ts";
import { codePointAt } from "./residue-utf8.ts";
import { lastNotAfter, type View } from "./residue-view.ts";

/** What the runs of one encoding in a view decode to. */
export interface Decoded {
  /** Those that come out as text, one after the other: anything may stand in there. */
  readonly texts: View | undefined;
  /** The rest, at every alignment. */
  readonly junk: View | undefined;
  /** Those that begin as something packed does. */
  readonly packed: readonly Uint8Array[];
}

/** Between two decoded runs: no text and no term holds it. */
const BARRIER = 3;
/** Fewer bytes are no text of their own, and in junk nothing that is unmistakable. */
const FEWEST_TEXT = 4;
const FEWEST_JUNK = 7;

/**
 * Decodes every run of an encoding that holds something not looked at before. One that is nothing but junk
 * is decoded once, however often it stands there.
 */
export function decodeRuns(view: View, encoding: Encoding): Decoded {
  const [texts, junk] = [new Pile(), new Pile()];
  const packed: Uint8Array[] = [];
  const alignments = 8 / gcd(8, encoding.bits);
  const repeats = new Repeats(view.bytes);
  runsIn(view, encoding, (length, start) => {
    const [end, hash] = [runEnd, runHash];
    if (repeats.has(start, end, hash)) return;
    let isJunk = true;
    if (encoding.bits === 6 && length > LEAST_PACKED) {
      for (const at of packedIn(length)) {
        decode(at, length, encoding.bits);
        if (at > 0) packed.push(decoded.slice(0, ((length - at) * encoding.bits) >> 3));
        isJunk = false;
      }
    }
    for (let skipped = 0; skipped < alignments; skipped++) {
      const size = ((length - skipped) * encoding.bits) >> 3;
      if (size < FEWEST_TEXT) break;
      const kinds = decode(skipped, length, encoding.bits);
      const bytes = decoded;
      const isBox = skipped === 0 && isPacked(bytes, size);
      if (isBox) packed.push(bytes.slice(0, size));
      const isText = kinds <= PRINTABLE || (kinds < CONTROL && isMostlyUtf8(bytes, size));
      if (isText) texts.add(bytes, 0, size, start);
      else if (size >= FEWEST_JUNK) addReadable(bytes, size, junk, start);
      isJunk &&= !isBox && !isText;
    }
    if (isJunk) repeats.keep(start, end, hash);
  });
  const variants = [...view.variants, encoding.variant];
  return {
    texts: texts.toView({ ...view, variants }, false),
    junk: junk.toView({ ...view, variants }, true),
    packed,
  };
}

/** Told how many characters of a run are in `values`, and where it began. */
type OnRun = (length: number, start: number) => void;

/** Of the run that is being looked at, the value of each character. */
let values: Uint8Array = new Uint8Array(1 << 12);

function runsIn({ bytes, changed }: View, encoding: Encoding, onRun: OnRun): void {
  const { fewest, values: valueOf } = encoding;
  if (values.length < bytes.length + 3) values = new Uint8Array(bytes.length + 3);
  let done = 0;
  const takeAll = (place: number, past: number): void => {
    let at = place;
    while (at > done && valueOf[bytes[at - 1] ?? 0] !== END) at--;
    for (; at < past && at < bytes.length; at++) {
      if (at < done || (valueOf[bytes[at] ?? 0] ?? END) < 0) continue;
      const length = takeRun(bytes, at, encoding);
      // Before it is told of: what is decoded then may hold runs of its own.
      done = runEnd;
      if (length >= fewest) onRun(length, at);
      at = done - 1;
    }
    // Whatever stands there, it is not gone back to.
    done = Math.max(done, Math.min(past, bytes.length));
  };
  if (changed !== undefined) {
    for (const place of changed) takeAll(Math.min(place, bytes.length), place + 2);
    return;
  }
  // A run of so many holds one of every so many bytes: those between are passed over.
  for (let at = fewest - 1; at < bytes.length; at = Math.max(at, done) + fewest) {
    if (valueOf[bytes[at] ?? 0] !== END) takeAll(at, at + 1);
  }
}

/** Where the run that was taken last ends, and a number that is the same for the same run. */
let runEnd = 0;
let runHash = 0;

/** Out: how many values the run has. */
function takeRun(
  bytes: Uint8Array,
  start: number,
  { values: valueOf, bits, mostSkipped }: Encoding,
): number {
  const out = values;
  let length = 0;
  let end = start + 1;
  let skipped = 0;
  let hash = 0;
  for (let at = start; at < bytes.length && skipped <= mostSkipped; at++) {
    const byte = bytes[at] ?? 0;
    const value = bits === 4 && isPrefix(bytes, at) ? SKIP : (valueOf[byte] ?? END);
    if (value >= 0) {
      out[length++] = value;
      // Source: G. Fowler, L. C. Noll, K.-P. Vo, FNV-1a, its prime.
      hash = Math.imul(hash ^ value, 0x01000193);
      skipped = 0;
      end = at + 1;
    } else if (value === END || isBlankLine(bytes, at, bits)) break;
    else skipped++;
  }
  runEnd = end;
  runHash = hash ^ (hash >>> 15);
  return length;
}

/** Behind a blank line something else begins. */
function isBlankLine(bytes: Uint8Array, at: number, bits: number): boolean {
  if (bits === 4 || bytes[at] !== 0x0a) return false;
  return bytes[at - 1] === 0x0a || bytes[at - 2] === 0x0a;
}

/** "0x" before two digits. */
function isPrefix(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x30 && ((bytes[at + 1] ?? 0) | 0x20) === 0x78;
}

/** What the characters of the run in `values` stand for, from one of them on. */
let decoded: Uint8Array = new Uint8Array(1 << 12);

/** Out: the kinds of the bytes, added as bits. */
function decode(from: number, to: number, bits: number): number {
  if (decoded.length < to) decoded = new Uint8Array(2 * to);
  let kinds = 0;
  let length = 0;
  let at = from;
  // Most of what is decoded is base64: four of its characters are three bytes.
  for (; bits === 6 && at + 4 <= to; at += 4) {
    const group = ((values[at] ?? 0) << 18) | ((values[at + 1] ?? 0) << 12);
    const three = group | ((values[at + 2] ?? 0) << 6) | (values[at + 3] ?? 0);
    decoded[length] = three >> 16;
    decoded[length + 1] = three >> 8;
    decoded[length + 2] = three;
    kinds |=
      (KIND[three >> 16] ?? 0) | (KIND[(three >> 8) & 0xff] ?? 0) | (KIND[three & 0xff] ?? 0);
    length += 3;
  }
  let held = 0;
  for (let count = 0; at < to; at++) {
    held = ((held & 0xff) << bits) | (values[at] ?? 0);
    count += bits;
    if (count < 8) continue;
    count -= 8;
    const byte = (held >> count) & 0xff;
    decoded[length++] = byte;
    kinds |= KIND[byte] ?? 0;
  }
  return kinds;
}

/** Without controls, NUL apart (UTF-16), is it text: UTF-8, where a few bytes of Latin-1 do not matter? */
function isMostlyUtf8(bytes: Uint8Array, size: number): boolean {
  let odd = 0;
  for (let at = 0; at < size;) {
    const length = codePointAt(bytes, at) & 7;
    if ((bytes[at] ?? 0) >= 0x80 && (length === 1 || at + length > size)) odd++;
    at += length;
  }
  return odd * 8 <= size;
}

/** Adds every stretch of at least FEWEST_JUNK bytes that are printable ASCII, NUL, or UTF-8 of more bytes. */
function addReadable(bytes: Uint8Array, size: number, pile: Pile, start: number): void {
  for (let at = FEWEST_JUNK - 1; at < size; at += FEWEST_JUNK) {
    if (!isReadable(bytes, at, size)) continue;
    let from = at;
    while (from > 0 && isReadable(bytes, from - 1, size)) from--;
    while (at < size && isReadable(bytes, at, size)) at++;
    if (at - from >= FEWEST_JUNK) pile.add(bytes, from, at, start);
  }
}

/** Printable ASCII, NUL, or a byte beside which the other of a character of several bytes may stand. */
function isReadable(bytes: Uint8Array, at: number, size: number): boolean {
  const byte = bytes[at] ?? 0;
  const kind = KIND[byte];
  if (kind !== HIGH) return kind === PRINTABLE;
  if (byte < 0xc0) return at > 0 && (bytes[at - 1] ?? 0) >= 0x80;
  return at + 1 < size && ((bytes[at + 1] ?? 0) & 0xc0) === 0x80;
}

const PRINTABLE = 1;
const HIGH = 2;
const CONTROL = 4;
const KIND = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x80) return HIGH;
  const isControl = (byte > 0 && byte < 0x09) || (byte > 0x0d && byte < 0x20) || byte === 0x7f;
  return isControl ? CONTROL : PRINTABLE;
});

/** How the headers of gzip, a zip's first member and a PDF read in base64. */
const HEADERS = ["H4sI", "UEsDB", "JVBERi"].map((text) =>
  Array.from(text, (one) => BASE64[one.charCodeAt(0)] ?? END),
);

/** Where in a run something packed begins; before it may stand what the run began with. */
function* packedIn(length: number): Generator<number> {
  for (let at = 0; at + LEAST_PACKED < length; at++) {
    const value = values[at];
    if (value !== 7 && value !== 20 && value !== 9) continue;
    const isHeader = HEADERS.some((header) => header.every((one, k) => values[at + k] === one));
    if (isHeader) yield at;
  }
}

/** Characters; shorter than this nothing packed holds anything. */
const LEAST_PACKED = 27;

/** gzip (RFC 1952), zip, PDF, or zlib at its usual settings (RFC 1950 section 2.2). */
export function isPacked(bytes: Uint8Array, size: number = bytes.length): boolean {
  if (size < 8) return false;
  const [a, b, c, d] = bytes;
  if (a === 0x1f && b === 0x8b && c === 8) return true;
  if (a === 0x50 && b === 0x4b && (c === 3 || c === 5)) return true;
  if (a === 0x25 && b === 0x50 && c === 0x44 && d === 0x46) return true;
  return a === 0x78 && (b === 0x01 || b === 0x5e || b === 0x9c || b === 0xda);
}

/** Decoded runs, one after the other. */
class Pile {
  #bytes: Uint8Array = new Uint8Array(0);
  #length = 0;
  readonly #starts: number[] = [];
  readonly #froms: number[] = [];

  /** Takes some of the bytes that were decoded from a run at `at`. */
  add(bytes: Uint8Array, from: number, to: number, at: number): void {
    const end = this.#length + to - from;
    const needed = end + BARRIER;
    if (needed > this.#bytes.length) {
      const wider = new Uint8Array(Math.max(1 << 12, needed * 2));
      wider.set(this.#bytes);
      this.#bytes = wider;
    }
    this.#starts.push(this.#length);
    this.#froms.push(at);
    this.#bytes.set(bytes.subarray(from, to), this.#length);
    this.#bytes.fill(1, end, needed);
    this.#length = needed;
  }

  /** Every find in a run is said to stand where the run begins. */
  toView({ variants, origin }: View, isTight: boolean): View | undefined {
    if (this.#length === 0) return undefined;
    const [starts, froms] = [this.#starts, this.#froms];
    return {
      bytes: this.#bytes.subarray(0, this.#length),
      variants,
      isTight,
      origin: (at) => origin(froms[lastNotAfter(starts, at)] ?? 0),
    };
  }
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
