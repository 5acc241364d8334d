import { foldSeveral } from "../../../core/release/residue/fold.ts";

/** Of what kind a letter was written as: names run together change kind where a word begins. */
export const Kind = { small: 0, capital: 1, digit: 2 } as const;

/** A character as it counts when names are compared. */
export interface FoldedLetter {
  /** Small letters and digits without accents; "" for what nobody sees. */
  readonly letters: string;
  /** One of `Kind`. */
  readonly kind: number;
}

const KNOWN = new Map<number, FoldedLetter | undefined>();
/** More different characters than any one language has are not remembered. */
const MOST_KNOWN = 20_000;

/**
 * The character as letters or digits, folded as the residue check folds it; undefined where it is
 * neither and can be seen.
 */
export function foldLetter(point: number): FoldedLetter | undefined {
  if (KNOWN.has(point)) return KNOWN.get(point);
  const letters = foldSeveral(point);
  const folded = letters === " " ? undefined : { letters, kind: kindOf(point) };
  if (KNOWN.size < MOST_KNOWN) KNOWN.set(point, folded);
  return folded;
}

function kindOf(point: number): number {
  const character = String.fromCodePoint(point);
  if (/^\p{N}$/u.test(character)) return Kind.digit;
  return character === character.toLowerCase() ? Kind.small : Kind.capital;
}
