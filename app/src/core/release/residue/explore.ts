import { Refusal } from "../../refusal.ts";
import { ENCODINGS } from "./encodings.ts";
import { STAGES } from "./escapes.ts";
import type { Hashes } from "./hashes.ts";
import { isPacked } from "./packed.ts";
import { decodeRuns } from "./runs.ts";
import type { Scan } from "./scan.ts";
import { putUtf8 } from "./utf8.ts";
import { undo, type View } from "./view.ts";

/**
 * Opens what holds other bytes: gzip, zlib, zip, PDF, mail. Gives the contents and the names of its
 * parts; [] for what it does not know. Throws a Refusal for what it knows and cannot open or will not.
 */
export type Open = (bytes: Uint8Array) => readonly Uint8Array[];

/** How often something may be encoded or packed in something else. */
const DEEPEST = 8;
/** So much text at the deepest place is no chance: something is hidden there. */
const NO_CHANCE = 256;
/** Most bytes that are looked at for one that was given, and in any case. */
const MOST_TIMES = 160;
const MOST_ANYWAY = 1 << 25;

/** Looks at bytes in every guise, and at what is encoded or packed in them. */
export class Exploration {
  readonly #scan: Scan;
  readonly #hashes: Hashes;
  readonly #open: Open;
  #left = MOST_ANYWAY;

  constructor(scan: Scan, hashes: Hashes, open: Open) {
    this.#scan = scan;
    this.#hashes = hashes;
    this.#open = open;
  }

  look(bytes: Uint8Array): void {
    this.#left += MOST_TIMES * bytes.length;
    this.#whole({ bytes, variants: [], isTight: false, origin: (at) => at }, 0);
  }

  #whole(view: View, depth: number): void {
    this.#spend(4 * view.bytes.length);
    if (isPacked(view.bytes)) this.#unpack(view, view.bytes, depth);
    this.#one(view, depth);
    const rot13 = { ...view, variants: [...view.variants, "rot13" as const], isTight: true };
    this.#scan.look({ ...rot13, isTurned: true }, "rot13");
    this.#scan.look(backwards(view));
    for (const wide of widened(view)) this.#one(wide, depth);
    let read = view;
    const tried = new Set();
    for (const stage of STAGES) {
      const next = undo(read, stage);
      // On the bytes as they are too: what one escape undoes may have been no escape.
      const alone = read === view || tried.has(stage) ? undefined : undo(view, stage);
      tried.add(stage);
      for (const one of [next, alone]) if (one !== undefined) this.#one(one, depth);
      read = next ?? read;
    }
  }

  #one(view: View, depth: number): void {
    const { bytes, changed } = view;
    this.#spend(8 * Math.min(bytes.length, 64 * (changed?.length ?? Infinity)));
    this.#scan.look(view);
    this.#hashes.note(view);
    for (const encoding of ENCODINGS) {
      const { texts, junk, packed } = decodeRuns(view, encoding);
      if (junk !== undefined) this.#scan.look(junk);
      if (texts !== undefined && depth < DEEPEST) this.#whole(texts, depth + 1);
      else if (texts !== undefined && texts.bytes.length > NO_CHANCE) tooDeep();
      for (const inner of packed) {
        this.#unpack({ ...view, variants: [...view.variants, encoding.variant] }, inner, depth + 1);
      }
    }
  }

  #unpack({ variants, origin }: View, bytes: Uint8Array, depth: number): void {
    if (depth >= DEEPEST) tooDeep();
    const at = origin(0);
    for (const part of this.#open(bytes)) {
      const view: View = {
        bytes: part,
        variants: [...variants, "packed"],
        isTight: false,
        origin: () => at,
      };
      this.#whole(view, depth + 1);
    }
  }

  #spend(bytes: number): void {
    this.#left -= bytes;
    if (this.#left < 0) tooDeep();
  }
}

function tooDeep(): never {
  throw new Refusal(
    "bomb",
    "residue check",
    "more is encoded and packed inside these bytes than the check looks into",
    "release what is inside in a plain form",
  );
}

function backwards({ bytes, variants, origin }: View): View {
  return {
    bytes: isAscii(bytes) ? new Uint8Array(bytes).reverse() : turn(bytes),
    variants: [...variants, "reversed"],
    isTight: true,
    isTurned: true,
    origin: (at) => origin(bytes.length - 1 - at),
  };
}

function isAscii(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) if ((bytes[at] ?? 0) >= 0x80) return false;
  return true;
}

/** The characters from the last to the first, each as it is. */
function turn(bytes: Uint8Array): Uint8Array {
  const turned = new Uint8Array(bytes.length);
  let to = bytes.length;
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] ?? 0;
    let size = first < 0xc0 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    size = Math.min(size, bytes.length - at);
    to -= size;
    for (let k = 0; k < size; k++) turned[to + k] = bytes[at + k] ?? 0;
    at += size;
  }
  return turned;
}

/** Bytes that may be UTF-16, of either order, from the first byte or the second. */
function* widened(view: View): Generator<View> {
  const { bytes, variants, origin } = view;
  const isMarked =
    (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (!isMarked && !hasManyEmpty(bytes)) return;
  for (const from of [0, 1]) {
    for (const isLittle of [true, false]) {
      const [read, starts] = fromUtf16(bytes, from, isLittle);
      yield {
        bytes: read,
        variants: [...variants, "utf-16"],
        isTight: view.isTight,
        origin: (at) => origin(starts[at] ?? 0),
      };
    }
  }
}

/** One in thirty-two: in fewer, what is ASCII is read over the empty bytes anyway. */
function hasManyEmpty(bytes: Uint8Array): boolean {
  let count = 0;
  for (let at = bytes.indexOf(0); at >= 0; at = bytes.indexOf(0, at + 1)) {
    if (++count * 32 >= bytes.length) return true;
  }
  return false;
}

function fromUtf16(bytes: Uint8Array, from: number, isLittle: boolean): [Uint8Array, Int32Array] {
  const out = new Uint8Array(bytes.length * 2 + 4);
  const starts = new Int32Array(out.length);
  let length = 0;
  let high = 0;
  for (let at = from; at + 1 < bytes.length; at += 2) {
    const [a, b] = [bytes[at] ?? 0, bytes[at + 1] ?? 0];
    const unit = isLittle ? a | (b << 8) : (a << 8) | b;
    const isLow = unit >= 0xdc00 && unit < 0xe000 && high !== 0;
    const codePoint = isLow ? 0x10000 + ((high & 0x3ff) << 10) + (unit & 0x3ff) : unit;
    high = unit >= 0xd800 && unit < 0xdc00 ? unit : 0;
    if (high !== 0) continue;
    const end = putUtf8(out, length, codePoint);
    starts.fill(isLow ? at - 2 : at, length, end);
    length = end;
  }
  return [out.subarray(0, length), starts];
}
