import { END, SKIP, type Encoding } from "./encodings.ts";
import { CONTROL, isMostlyUtf8, KIND, PRINTABLE } from "./kinds.ts";
import { isPacked, LEAST_PACKED, packedIn } from "./packed.ts";
import { addReadable, FEWEST_JUNK, Pile } from "./pile.ts";
import { Repeats } from "./repeats.ts";
import type { View } from "./view.ts";

/** What the runs of one encoding in a view decode to. */
export interface Decoded {
  /** Those that come out as text, one after the other: anything may stand in there. */
  readonly texts: View | undefined;
  /** The rest, at every alignment. */
  readonly junk: View | undefined;
  /** Those that begin as something packed does. */
  readonly packed: readonly Uint8Array[];
}

/** Fewer bytes are no text of their own. */
const FEWEST_TEXT = 4;

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
      for (const at of packedIn(values, length)) {
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

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
