import { foldUnit, GAP, IGNORED } from "./fold.ts";
import type { Term } from "./term.ts";
import { codePointAt, codePointBefore, utf8 } from "./utf8.ts";
import { reachOf } from "./index.ts";
import type { View } from "./view.ts";

/** Letters that were found one after the other. */
export interface Find {
  readonly view: View;
  readonly start: number;
  readonly end: number;
  /** Where the nth of its letters stands, from 0. */
  readonly startOf: (nth: number) => number;
}

/** Do the letters of a term, found so, count as the term? Says so by its rule; see `Rule`. */
export function fits(term: Term, find: Find): boolean {
  const span = find.end - find.start;
  if (span > reachOf(term.size)) return false;
  if (find.view.isTight) return isUnmistakable(term, find);
  if (term.rule === "anywhere") return true;
  if (isInsideHex(term, find)) return false;
  if (term.isDigits) return isWholeNumber(find) && gapsAgree(term, find);
  if (term.rule !== "piece" && !(isEdge(find, find.start) && isEdge(find, find.end))) return false;
  if (term.rule === "apart") return isSame(term, find);
  return gapsAgree(term, find);
}

/** Are these the very bytes of the term? */
export function isSame({ text, size }: Term, { view, start, end }: Find): boolean {
  if (end - start !== size) return false;
  return utf8(text).every((byte, i) => view.bytes[start + i] === byte);
}

/** Are they, but for ASCII capitals? */
export function isSameInCase({ text, size }: Term, { view, start, end }: Find): boolean {
  if (end - start !== size) return false;
  return utf8(text).every((byte, i) => small(byte) === small(view.bytes[start + i] ?? 0));
}

function small(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}

/** In what may be no text at all: at least 7 bytes, with nothing between them; or the same in UTF-16. */
function isUnmistakable(term: Term, find: Find): boolean {
  const { size, symbols, isDigits } = term;
  const { view, start, end } = find;
  const span = end - start;
  if (size < 7 || symbols.length < 6) return false;
  // Numbers read the other way round are numbers, and so are short ones in hex.
  if (view.isTurned === true && (isDigits || isShortHex(term, find))) return false;
  if (symbols.length >= 16) return span <= 2 * size + 8;
  return span <= size + 2 || Math.abs(span - 2 * size) <= 2;
}

function isShortHex(term: Term, find: Find): boolean {
  return term.symbols.length < 16 && isInsideHex(term, find);
}

/** Short words of hex digits stand in every UUID and hash. */
function isInsideHex({ symbols }: Term, { view, start, end }: Find): boolean {
  if (!/^[0-9a-f]+$/.test(symbols)) return false;
  let [from, to] = [start, end];
  while (start - from < 40 && isHexOrHyphen(view.bytes[from - 1] ?? 0)) from--;
  while (to - end < 40 && isHexOrHyphen(view.bytes[to] ?? 0)) to++;
  return to - from >= 32;
}

function isHexOrHyphen(byte: number): boolean {
  if (byte === 0x2d || (byte >= 0x30 && byte <= 0x39)) return true;
  return (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66;
}

function isWholeNumber({ view, start, end }: Find): boolean {
  return (
    !isDigit(codePointBefore(view.bytes, start)) && !isDigit(codePointAt(view.bytes, end) >> 3)
  );
}

function isDigit(codePoint: number): boolean {
  const unit = foldUnit(codePoint);
  return unit >= 0x30 && unit <= 0x39;
}

/** Does a word begin or end here: at a separator, between letter and digit, in "aB"? */
function isEdge({ view: { bytes } }: Find, at: number): boolean {
  if (at <= 0 || at >= bytes.length) return true;
  const [before, after] = [codePointBefore(bytes, at), codePointAt(bytes, at) >> 3];
  const [left, right] = [foldUnit(before), foldUnit(after)];
  if (left === GAP || left === IGNORED || right === GAP || right === IGNORED) return true;
  return isDigit(before) !== isDigit(after) || (!isCapital(before) && isCapital(after));
}

function isCapital(codePoint: number): boolean {
  const text = String.fromCodePoint(codePoint);
  return text !== text.toLowerCase();
}

/**
 * Is the text interrupted only where the term is? A number below 9 digits must be; other terms may be
 * interrupted by what may interrupt a word, or throughout by the same one character.
 */
function gapsAgree({ symbols, gaps, isDigits }: Term, find: Find): boolean {
  const isStrict = isDigits && symbols.length < 9;
  let spaced = symbols.length >= 6 ? 0 : -1;
  let agrees = true;
  for (let nth = 1; nth < symbols.length; nth++) {
    const gap = gapBefore(find, nth);
    const isOwn = (gaps & (1 << nth)) !== 0;
    if (isStrict && isOwn !== (gap.kind !== "none")) return false;
    if (gap.kind === "hard" && !isOwn) agrees = false;
    if (spaced >= 0 && gap.only >= 0 && (spaced === 0 || spaced === gap.only)) spaced = gap.only;
    else spaced = -1;
    if (!agrees && spaced < 0) return false;
  }
  return agrees || spaced > 0;
}

interface Gap {
  readonly kind: "none" | "soft" | "hard";
  /** The only byte in it, or -1. */
  readonly only: number;
}

const NONE: Gap = { kind: "none", only: -1 };
/** What may stand inside a word without ending it: emphasis, escapes, hyphens. */
const SOFT: ReadonlySet<number> = new Set(
  Array.from("-*_`~|\\=\u2010\u2011\u2012\u2013\u2014\xac").map((one) => one.codePointAt(0) ?? 0),
);
/** And beside a line's end: margins, marks of quotation and comment. */
const MARGIN: ReadonlySet<number> = new Set(
  Array.from(" \t\r\n>#/\"',+").map((one) => one.charCodeAt(0)),
);
const MOST_SOFT = 4;

function gapBefore({ view, startOf }: Find, nth: number): Gap {
  const [previous, next] = [startOf(nth - 1), startOf(nth)];
  if (next <= previous) return NONE;
  const from = previous + (codePointAt(view.bytes, previous) & 7);
  let [isSoft, isMargin, isBroken, length] = [true, true, false, 0];
  for (let at = from; at < next;) {
    const packed = codePointAt(view.bytes, at);
    const codePoint = packed >> 3;
    at += packed & 7;
    if (foldUnit(codePoint) === IGNORED) continue;
    length++;
    isBroken ||= codePoint === 0x0a || codePoint === 0x0d;
    isSoft &&= SOFT.has(codePoint) && length <= MOST_SOFT;
    isMargin &&= SOFT.has(codePoint) || MARGIN.has(codePoint);
  }
  if (length === 0) return NONE;
  const only = next - from === 1 ? (view.bytes[from] ?? 0) : -1;
  return { kind: isSoft || (isBroken && isMargin) ? "soft" : "hard", only };
}
