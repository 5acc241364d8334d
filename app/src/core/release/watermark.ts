// A mark in a copy that says whose it is: choices that carry no meaning (a fraction of a second, a space at
// the end of a line) are taken as a keyed hash of what stands beside them says. Whoever has the key can
// read them again from any part of the copy; to anybody else they are as good as random.
import type { CopyFor } from "./copy.ts";

/** The keyed hash of one recipient: `CopyFor.uuidFor`. */
export type NameFor = CopyFor["uuidFor"];

/** A choice as it stands in a file that was found. */
export interface Sign {
  /** What was chosen: "created", "line end". */
  readonly channel: string;
  /** What stands beside it and says which choice it is. */
  readonly context: string;
  /** Among how many. */
  readonly choices: number;
  /** What it reads: a number below `choices`; several where a copy may show it in several places. */
  readonly found: readonly number[];
}

/** Somebody who may have had a copy. */
export interface Candidate {
  readonly partner: string;
  readonly nameFor: NameFor;
}

/** A candidate whose mark a file bears. */
export interface Traced {
  readonly partner: string;
  /** How many signs read as they would in this recipient's copy, of how many. */
  readonly agree: number;
  readonly of: number;
  /** At most this likely for a file that was not made from this recipient's copy, all candidates together. */
  readonly chance: number;
}

export interface Trace {
  /** How many different signs the file has. */
  readonly signs: number;
  /** Most certain first; several when copies were mixed. */
  readonly named: readonly Traced[];
}

/** Above this chance of being wrong nobody is named. */
export const MOST_CHANCE = 1e-6;

/** The choice for one recipient: a number below `choices`. */
export function choose(
  nameFor: NameFor,
  { channel, context, choices }: Omit<Sign, "found">,
): number {
  return Number.parseInt(nameFor(`watermark ${channel} ${context}`).slice(0, 8), 16) % choices;
}

/**
 * Whose copy a file was made from. Each candidate's key says what every sign would read in its copy; for a
 * file that was not made from it each agrees with a chance of one in `choices`, whatever was done to the
 * file. Named is only who agrees so often that, by Chernoff's bound and for all candidates together, the
 * chance of naming anybody wrongly stays below MOST_CHANCE. Parts that were cut out or changed do not count
 * against a candidate.
 *
 * What it cannot do: two who compare their copies see every place at which they differ and can make all of
 * these alike, as one can who knows the scheme; then nobody is named. If they mix their copies, both are.
 * Making the file point at a third takes that one's key.
 */
export function trace(signs: readonly Sign[], candidates: readonly Candidate[]): Trace {
  const different = [
    ...new Map(signs.map((sign) => [`${sign.channel} ${sign.context}`, sign])).values(),
  ].filter(({ found, choices }) => found.length > 0 && found.length < choices);
  const named = candidates
    .map(({ partner, nameFor }): Traced => {
      const agreeing = different.filter((sign) => sign.found.includes(choose(nameFor, sign)));
      const chance = Math.min(1, candidates.length * boundOf(agreeing, different));
      return { partner, agree: agreeing.length, of: different.length, chance };
    })
    .filter(({ chance }) => chance < MOST_CHANCE)
    .sort((a, b) => a.chance - b.chance || b.agree - a.agree);
  return { signs: different.length, named };
}

/**
 * Chernoff's bound on the chance that signs which agree by luck weigh as much as these: the least over t > 0
 * of exp(-t·S) · Π(1 - p + p·exp(t·w)), where a sign weighs w = -ln p.
 */
function boundOf(agreeing: readonly Sign[], all: readonly Sign[]): number {
  const weight = agreeing.reduce((sum, sign) => sum - Math.log(luckOf(sign)), 0);
  const mean = all.reduce((sum, sign) => sum - luckOf(sign) * Math.log(luckOf(sign)), 0);
  if (weight <= mean) return 1;
  const counts = new Map<number, number>();
  for (const sign of all) counts.set(luckOf(sign), (counts.get(luckOf(sign)) ?? 0) + 1);
  const at = (t: number): number => {
    let exponent = -t * weight;
    for (const [luck, count] of counts) {
      exponent += count * logOfSum(Math.log1p(-luck), (1 - t) * Math.log(luck));
    }
    return exponent;
  };
  // The exponent is convex in t: narrow down to its least.
  let [low, high] = [0, 64];
  for (let round = 0; round < 100; round++) {
    const third = (high - low) / 3;
    if (at(low + third) < at(high - third)) high -= third;
    else low += third;
  }
  return Math.exp(Math.min(0, at((low + high) / 2)));
}

/** The chance that a sign agrees by luck; a little more, for a hash modulo `choices` is not quite even. */
function luckOf({ found, choices }: Sign): number {
  return (found.length / choices) * (1 + 1e-6);
}

/** ln(e^a + e^b) */
function logOfSum(a: number, b: number): number {
  const most = Math.max(a, b);
  return most + Math.log1p(Math.exp(Math.min(a, b) - most));
}
