/**
 * What must still be done, as a positive formula over measures: every way to satisfy it is a set of
 * measures, and only the smallest sets are kept. A set is a bit mask over a `Measures` table.
 * `ALWAYS` (the empty set) is true, `NEVER` (no set) is false.
 */
export type Formula = readonly bigint[];

export const ALWAYS: Formula = [0n];
export const NEVER: Formula = [];

/** More ways than this are not searched; the caller closes. */
export const MOST_WAYS = 4096;

/** Gives every measure of one decision a bit. */
export class MeasureTable {
  readonly #bits = new Map<string, bigint>();

  /** The formula that is satisfied by this one measure. */
  atom(measure: string): Formula {
    return [this.bit(measure)];
  }

  bit(measure: string): bigint {
    const known = this.#bits.get(measure);
    if (known !== undefined) return known;
    const bit = 1n << BigInt(this.#bits.size);
    this.#bits.set(measure, bit);
    return bit;
  }

  /** The bit of a measure that was seen; no bit for any other. */
  find(measure: string): bigint {
    return this.#bits.get(measure) ?? 0n;
  }

  /** The measures seen whose text starts like this, as one set. */
  starting(text: string): bigint {
    let set = 0n;
    for (const [measure, bit] of this.#bits) if (measure.startsWith(text)) set |= bit;
    return set;
  }

  /** All measures seen, as one set. */
  all(): bigint {
    return (1n << BigInt(this.#bits.size)) - 1n;
  }

  /** The measures of a set, in alphabetical order. */
  names(set: bigint): string[] {
    const names: string[] = [];
    if (set === 0n) return names;
    for (const [measure, bit] of this.#bits) if ((set & bit) !== 0n) names.push(measure);
    return names.sort();
  }
}

/** Either of two formulas. */
export function either(a: Formula, b: Formula): Formula {
  if (a === NEVER) return b;
  if (b === NEVER) return a;
  return smallest([...a, ...b]);
}

/** Both of two formulas. Throws when there are more ways than `MOST_WAYS`. */
export function both(a: Formula, b: Formula): Formula {
  if (a === ALWAYS) return b;
  if (b === ALWAYS) return a;
  const ways = smallest(a.flatMap((x) => b.map((y) => x | y)));
  if (ways.length > MOST_WAYS) throw new Error(`more than ${MOST_WAYS} ways to satisfy the rules`);
  return ways;
}

/** The formula once the measures of a set are done. */
export function given(formula: Formula, done: bigint): Formula {
  return done === 0n ? formula : smallest(formula.map((way) => way & ~done));
}

/** Only the sets that contain no other set, fewest measures first. */
function smallest(ways: readonly bigint[]): Formula {
  if (ways.length === 0) return NEVER;
  const kept: bigint[] = [];
  const counted = ways.map((way) => ({ way, size: count(way) }));
  for (const { way } of counted.sort((a, b) => a.size - b.size)) {
    if (!kept.some((k) => (k & way) === k)) kept.push(way);
  }
  return kept[0] === 0n ? ALWAYS : kept;
}

function count(set: bigint): number {
  let n = 0;
  for (let rest = set; rest !== 0n; rest &= rest - 1n) n++;
  return n;
}
