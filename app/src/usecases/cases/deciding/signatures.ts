import { decide, type Grounds } from "../../../core/deciding/decide.ts";
import type { CaseState } from "../../../core/casework/case-state.ts";
import { splitMeasure, type Performed } from "../../../core/measure.ts";
import type { Pack } from "../../../core/pack.ts";
import type { VerdictRecord } from "../../record.ts";
import type { Signature } from "../records.ts";
import { judgeRemembering } from "./remembering.ts";

/** The last day of what has none. */
export const FOREVER = "9999-12-31";

/**
 * The signatures without which a case that may be released could not be: for each recipient a smallest
 * set, permissions left out first, so that a case counts as a use of one only where nobody signed in it,
 * and of those the ones it does not use yet. `uses`: the permissions it uses.
 */
export function signaturesOf(
  state: CaseState,
  records: readonly VerdictRecord[],
  packs: readonly Pack[],
  uses: readonly string[],
): readonly Signature[] {
  return records.flatMap((record) => signaturesFor(record, state, packs, uses));
}

function signaturesFor(
  record: VerdictRecord,
  state: CaseState,
  packs: readonly Pack[],
  uses: readonly string[],
): readonly Signature[] {
  const { grounds } = record;
  const counting = grounds.performed.filter(
    (one, i) => isApproval(one) && record.performed[i]?.counts === true,
  );
  const inOrder = [...counting].toSorted((a, b) => rank(a, uses) - rank(b, uses));
  const needed = inOrder.reduce<readonly Performed[]>((kept, one) => {
    const without = kept.filter((other) => other !== one);
    return isOverride(one, state) || !stillGoes(grounds, counting, without, packs) ? kept : without;
  }, inOrder);
  return firstOfEachRole(needed).map((one) => toSignature(one, record, state));
}

/** In which order it is tried to do without. */
function rank({ permission }: Performed, uses: readonly string[]): number {
  if (permission === undefined) return 2;
  return uses.includes(permission) ? 1 : 0;
}

function stillGoes(
  grounds: Grounds,
  counting: readonly Performed[],
  kept: readonly Performed[],
  packs: readonly Pack[],
): boolean {
  const performed = grounds.performed.filter(
    (one) => !counting.includes(one) || kept.includes(one),
  );
  const { outcome, alarm } = decide({ ...grounds, performed }, packs, judgeRemembering);
  return alarm === undefined && (outcome === "release" || outcome === "release-with-caveats");
}

/** Whoever lets a refused case go on signs for it, whatever the rules ask besides. */
function isOverride({ measure, permission }: Performed, { override }: CaseState): boolean {
  return permission === undefined && measure === `approve:${override?.role ?? ""}`;
}

/** Two people may hold one role; one signature under it is enough. */
function firstOfEachRole(needed: readonly Performed[]): readonly Performed[] {
  return needed.filter(
    (one, i) => needed.findIndex(({ measure }) => measure === one.measure) === i,
  );
}

function isApproval({ measure }: Performed): boolean {
  return measure.startsWith("approve:");
}

function toSignature(one: Performed, { partner }: VerdictRecord, state: CaseState): Signature {
  const role = splitMeasure(one.measure)?.what ?? "";
  const expires = one.expires ?? FOREVER;
  const shared = { partner, role, by: one.by, expires };
  if (one.permission !== undefined) return { ...shared, from: { permission: one.permission } };
  const act = state.approvals.find(
    ({ id, by, role: signed, manifest }) =>
      by === one.by &&
      signed === role &&
      manifest === one.manifest &&
      !state.retracted.includes(id),
  );
  if (act === undefined) throw new Error(`an approval by ${one.by} counts and is no act`);
  return { ...shared, from: { approval: act.id } };
}
