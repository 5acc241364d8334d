import fc from "fast-check";

/** What somebody tries, drawn at random; numbers choose among whatever there is to choose from. */
export interface Try {
  readonly what: What;
  readonly who: number;
  /** Choose somebody who may, where there is one. */
  readonly fit: boolean;
  readonly pick: readonly [number, number, number];
  readonly odd: number;
}

/** Kinds of tries, and how often each comes. */
const WEIGHTS = {
  open: 1,
  amend: 2,
  reasons: 3,
  statement: 1,
  "assess-raw": 1,
  assess: 1,
  "assess-after": 1,
  "ask-consent": 1,
  consent: 2,
  assure: 1,
  approve: 7,
  refuse: 1,
  override: 2,
  retract: 1,
  withdraw: 1,
  close: 1,
  review: 1,
  prepare: 3,
  leave: 3,
  recall: 1,
  wait: 2,
  packs: 1,
} as const;

export type What = keyof typeof WEIGHTS;

const small = fc.nat({ max: 11 });

const tries: fc.Arbitrary<Try> = fc.record({
  what: fc.oneof(
    ...Object.entries(WEIGHTS).map(([what, weight]) => ({
      arbitrary: fc.constant(what as What),
      weight,
    })),
  ),
  who: small,
  fit: fc.integer({ min: 0, max: 9 }).map((n) => n < 8),
  pick: fc.tuple(small, small, small),
  odd: fc.nat({ max: 39 }),
});

/** A try as it should be, by whoever may. */
function hopeful(...whats: readonly What[]): fc.Arbitrary<Try> {
  return fc
    .record({ what: fc.constantFrom(...whats), who: small, pick: fc.tuple(small, small, small) })
    .map((one) => ({ ...one, fit: true, odd: 10 }));
}

/** All that a case needs, in its order, with something else between or after it. */
const towardsRelease: fc.Arbitrary<readonly Try[]> = fc
  .tuple(
    hopeful("reasons"),
    hopeful("assess-raw", "consent", "assess", "prepare"),
    fc.array(hopeful("prepare"), { maxLength: 3 }),
    fc.array(hopeful("approve"), { minLength: 1, maxLength: 5 }),
    fc.array(hopeful("leave", "recall"), { maxLength: 5 }),
    fc.array(fc.tuple(fc.nat({ max: 10 }), tries), { maxLength: 3 }),
  )
  .map(([reasons, needed, copies, approvals, leaving, others]) =>
    others.reduce<readonly Try[]>(
      (all, [at, other]) => [...all.slice(0, at), other, ...all.slice(at)],
      [reasons, needed, ...copies, ...approvals, ...leaving],
    ),
  );

const anything: fc.Arbitrary<readonly Try[]> = fc.array(tries, { minLength: 1, maxLength: 14 });

/** What one case goes through. It is opened first, nearly always by somebody who may. */
export const sequences: fc.Arbitrary<readonly Try[]> = fc
  .tuple(tries, fc.oneof(anything, towardsRelease))
  .map(([first, rest]) => [
    { ...first, what: "open" as const, fit: first.odd > 0, odd: Math.max(first.odd, 2) },
    ...rest,
  ]);
