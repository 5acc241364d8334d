import type { Secret } from "../copy.ts";
import { skeleton } from "./fold.ts";
import { formsOf } from "./forms.ts";
import { isGeneric } from "./generic.ts";
import { sizeOf } from "./utf8.ts";

/**
 * How a secret is looked for, by the letters and digits it has (folded, without separators):
 * - "anywhere", from 12: inside other words too, whatever stands between its letters;
 * - "piece", from 6: inside other words too, but in one piece: between its letters only what stands
 *   there in the secret, the end of a line, a hyphen or marks of emphasis. Two letters are enough in
 *   scripts that put no space between words;
 * - "word", 4 and 5: the same, as a word of its own;
 * - "apart", 2 and 3: as a word of its own, in the same capitals;
 * - "nowhere": one letter, digits only below 4 (a `number`: below 6, a `time`: below 8), words that stand in every text
 *   or file ("the", "indicator"). Finding these would say nothing and stop everything. "US" is looked
 *   for, apart, when it names a recipient or an originator.
 * Digits only, below 12, must not be part of a longer number, and below 9 keep the secret's separators.
 */
export type Rule = "anywhere" | "piece" | "word" | "apart" | "nowhere";

/** One way of writing a secret. */
export interface Term {
  /** Index of the secret. */
  readonly secret: number;
  readonly symbols: string;
  /** Bit n: something else stands before symbol n. Known for terms of less than 12. */
  readonly gaps: number;
  readonly rule: Rule;
  readonly isDigits: boolean;
  /** The form as it is written. */
  readonly text: string;
  /** Its bytes in UTF-8. */
  readonly size: number;
  /** Whether it is the secret itself, another spelling, or a piece of it. */
  readonly form: "itself" | "spelling" | "fragment";
}

/** What is longer is looked for in pieces, for a piece of it is enough. */
const WHOLE = 128;
const PIECE = 48;
const STRIDE = 96;
const MOST_PIECES = 256;

/** The terms of a secret that are looked for; [] when it is not looked for at all. */
export function termsOf(
  { text, kind }: Pick<Secret, "text" | "kind">,
  secret: number,
): readonly Term[] {
  const terms: Term[] = [];
  const seen = new Set<string>();
  for (const [nth, form] of formsOf({ text, kind }).entries()) {
    const term = termOf(form, kind, secret, nth === 0 ? "itself" : "spelling");
    const key = term.rule === "anywhere" ? term.symbols : `${term.symbols} ${term.gaps}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (term.symbols.length > WHOLE) terms.push(...piecesOf(term));
    else if (term.rule !== "nowhere") terms.push(term);
    // Where the secret itself says nothing, its spellings say no more.
    else if (nth === 0) return [];
  }
  return terms;
}

/** A text as it would be looked for. */
export function termOf(
  text: string,
  kind: Secret["kind"],
  secret: number,
  form: Term["form"],
): Term {
  const { symbols, gaps } = skeleton(text);
  const isDigits = /^[0-9]+$/.test(symbols);
  const isCode = /^[A-Z]{2,3}$/.test(text) && (kind === "recipient" || kind === "originator");
  const rule = isCode ? "apart" : ruleFor(symbols, kind, isDigits);
  return { secret, symbols, gaps, rule, isDigits, text, size: sizeOf(text), form };
}

const FEWEST_DIGITS: ReadonlyMap<Secret["kind"], number> = new Map([
  ["number", 6],
  ["time", 8],
]);
const UNSPACED =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Extended_Pictographic}\p{N}]+$/u;

function ruleFor(symbols: string, kind: Secret["kind"], isDigits: boolean): Rule {
  const { length } = symbols;
  if (length < 2 || isGeneric(symbols)) return "nowhere";
  if (isDigits && length < (FEWEST_DIGITS.get(kind) ?? 4)) return "nowhere";
  if (length >= 12) return "anywhere";
  if (length >= 6 || (!isDigits && !/[a-z]/.test(symbols) && UNSPACED.test(symbols)))
    return "piece";
  return length >= 4 ? "word" : "apart";
}

/** Any 143 letters on end of the text hold one of them whole. */
function piecesOf(term: Term): readonly Term[] {
  const { length } = term.symbols;
  const stride = Math.max(STRIDE, Math.ceil(length / MOST_PIECES));
  const pieces: Term[] = [];
  for (let at = 0; at < length; at += stride) {
    const from = Math.min(at, length - PIECE);
    const symbols = term.symbols.slice(from, from + PIECE);
    const size = sizeOf(symbols);
    pieces.push({ ...term, symbols, text: symbols, size, isDigits: false, form: "fragment" });
  }
  return pieces;
}
