import { decide, type Grounds, type Judging } from "../core/deciding/decide.ts";
import { harmless } from "../core/facts/harmless.ts";
import type { Pack } from "../core/pack.ts";
import type { Outcome, PackReference, Verdict } from "../core/deciding/verdict.ts";
import type { Digest } from "./digest.ts";

/** What a verdict rests on, by hash. */
export interface VerdictHashes {
  readonly facts: string;
  readonly standing: string;
  readonly request: string;
  readonly packs: string;
  readonly engine: string;
}

/** A verdict with everything needed to reach it again. */
export interface VerdictRecord extends Verdict {
  /**
   * The outcome if everything unknown about the item were found out and were harmless; absent where
   * nothing was unknown. It tells the desk whether finding out can help, and decides nothing.
   */
  readonly atBest?: Outcome;
  readonly hashes: VerdictHashes;
  readonly engine: string;
  readonly grounds: Grounds;
  /** SHA-256 of each rule's text, by pack and rule: says which rule changed. */
  readonly rules: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What a replay needs of a verdict that was written before; the rest is compared as it stands. */
export interface RecordedVerdict {
  readonly grounds: Grounds;
  readonly outcome: string;
  readonly engine: string;
  readonly packs: readonly PackReference[];
  readonly rules: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly paths: readonly { readonly measures: readonly string[] }[];
  readonly hashes: VerdictHashes;
}

/** Decides, and seals the verdict with its grounds and hashes. `judging`: as `decide` takes it. */
export function toRecord(
  grounds: Grounds,
  packs: readonly Pack[],
  engine: string,
  digest: Digest,
  judging?: Judging,
): VerdictRecord {
  const verdict = decide(grounds, packs, judging);
  return {
    ...verdict,
    ...(verdict.unknown.length === 0 ? {} : { atBest: bestOf(grounds, packs, judging) }),
    hashes: {
      facts: digest(grounds.facts),
      standing: digest(grounds.recipient),
      request: digest([
        grounds.own,
        grounds.request,
        grounds.performed,
        grounds.people,
        grounds.equivalences,
        grounds.now,
        ...(grounds.binding === undefined ? [] : [grounds.binding]),
      ]),
      packs: digest(verdict.packs),
      engine: digest(engine),
    },
    engine,
    grounds,
    rules: Object.fromEntries(packs.map((pack) => [pack.id, pack.ruleHashes])),
  };
}

function bestOf(grounds: Grounds, packs: readonly Pack[], judging?: Judging): Outcome {
  const facts = harmless(grounds.facts, grounds.now);
  return decide({ ...grounds, facts }, packs, judging).outcome;
}
