import { LOOKALIKES } from "./lookalikes.ts";

/** A character that is not there when one reads: zero-width, a combining mark, NUL. */
export const IGNORED = 1;
/** A character between words: space, punctuation, a control, a byte that is no UTF-8. */
export const GAP = 2;
/** A character that folds to more than one unit; ask `foldSeveral`. */
export const SEVERAL = 3;

/** Of each code unit of the BMP what it folds to; 0 until it is asked for. */
const FOLDED = new Uint16Array(0x10000);
const OTHERS = new Map<number, string>();
/** From here on pictures (emoji) are told apart like letters. */
const PICTURES = 0x1f000;

/**
 * What a code point is for the residue check: IGNORED, GAP, SEVERAL, or the one UTF-16 unit it folds to.
 * Case, compatibility forms (NFKC), accents and lookalikes of other scripts are folded away.
 */
export function foldUnit(codePoint: number): number {
  if (codePoint > 0xffff) return unitOf(foldSeveral(codePoint));
  const known = FOLDED[codePoint] ?? 0;
  if (known !== 0) return known;
  const unit = unitOf(foldSeveral(codePoint));
  FOLDED[codePoint] = unit;
  return unit;
}

/** All units a code point folds to: "" when IGNORED, " " when it is a GAP. */
export function foldSeveral(codePoint: number): string {
  const known = OTHERS.get(codePoint);
  if (known !== undefined) return known;
  const folded = fold(String.fromCodePoint(codePoint));
  // A text in many scripts must not fill the memory.
  if (OTHERS.size < 100_000) OTHERS.set(codePoint, folded);
  return folded;
}

/** A text as the check compares it, with the places at which the text itself is interrupted. */
export interface Skeleton {
  /** Letters and digits only, folded. */
  readonly symbols: string;
  /** Bit n is set when something else stood before symbol n; for the first 31 symbols. */
  readonly gaps: number;
}

export function skeleton(text: string): Skeleton {
  if (PLAIN.test(text)) return plainSkeleton(text);
  const units: number[] = [];
  let gaps = 0;
  let isGap = false;
  for (let at = 0; at < text.length; at++) {
    const codePoint = text.codePointAt(at) ?? 0;
    if (codePoint > 0xffff) at++;
    const unit = foldUnit(codePoint);
    if (unit === GAP) isGap = true;
    if (unit <= GAP) continue;
    if (isGap && units.length > 0 && units.length < 31) gaps |= 1 << units.length;
    isGap = false;
    if (unit !== SEVERAL) units.push(unit);
    else units.push(...unitsOf(foldSeveral(codePoint)));
  }
  return { symbols: textOf(units), gaps };
}

/** ASCII but for NUL, which is not there when one reads. */
const PLAIN = /^[\x01-\x7f]*$/;

/** The same, with what the engine does fastest. */
function plainSkeleton(text: string): Skeleton {
  const symbols = text.toLowerCase().replaceAll(/[^a-z0-9]+/g, "");
  let gaps = 0;
  let isGap = false;
  for (let at = 0, count = 0; at < text.length && count < 31; at++) {
    const isSymbol = foldUnit(text.charCodeAt(at)) > GAP;
    if (isSymbol && isGap && count > 0) gaps |= 1 << count;
    if (isSymbol) count++;
    isGap = !isSymbol;
  }
  return { symbols, gaps };
}

function unitsOf(text: string): readonly number[] {
  return Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
}

/** In slices, for the stack holds no long argument list. */
function textOf(units: readonly number[]): string {
  let text = "";
  for (let at = 0; at < units.length; at += 4096) {
    text += String.fromCharCode(...units.slice(at, at + 4096));
  }
  return text;
}

function unitOf(folded: string): number {
  if (folded === "") return IGNORED;
  if (folded === " ") return GAP;
  return folded.length === 1 ? folded.charCodeAt(0) : SEVERAL;
}

function fold(character: string): string {
  if (/^[\p{Mn}\p{Me}\p{Cf}\p{Default_Ignorable_Code_Point}\0]$/u.test(character)) return "";
  let folded = "";
  // Upper case first: ß, ſ, ς and ı meet their other forms there.
  for (const part of character.normalize("NFKD").toUpperCase().toLowerCase().normalize("NFKD")) {
    if (/^[\p{L}\p{N}]$/u.test(part)) folded += LOOKALIKES.get(part) ?? part;
  }
  if (folded !== "") return folded;
  const codePoint = character.codePointAt(0) ?? 0;
  return codePoint >= PICTURES && codePoint !== 0x10ffff ? character : " ";
}
