import { factsIn, factsOfKind, type Claims } from "./claims.ts";
import { FACTS, type FlagFact } from "./fact.ts";
import type { Claim, Note } from "./item.ts";

const FLAG_FACTS = factsOfKind("flag") as readonly FlagFact[];

/**
 * The flags of an item. The cautious value wins as soon as one part or person says so; the other
 * value needs every part, or a statement about the whole that nothing contradicts.
 */
export function mergeFlags(
  parts: readonly Claims[],
  stated: Claims,
  notes: Note[],
): Partial<Record<FlagFact, boolean>> {
  const flags: Partial<Record<FlagFact, boolean>> = {};
  const spoken = factsIn([...parts, stated]);
  for (const fact of FLAG_FACTS) {
    if (!spoken.has(fact)) continue;
    const spec = FACTS[fact];
    const cautious = spec.kind === "flag" && spec.cautious;
    const value = mergeFlag(fact, cautious, parts, stated, notes);
    if (value !== undefined) flags[fact] = value;
  }
  return flags;
}

function mergeFlag(
  fact: FlagFact,
  cautious: boolean,
  parts: readonly Claims[],
  stated: Claims,
  notes: Note[],
): boolean | undefined {
  const read = parts.map((claims) => claims.get(fact) ?? []);
  const worst = read.flat().find((claim) => claim.value === cautious);
  const statements = (stated.get(fact) ?? []).map((claim) => claim.value);
  if (worst !== undefined) {
    if (statements.includes(!cautious)) notes.push(overruled(fact, worst, cautious));
    return cautious;
  }
  if (statements.includes(cautious)) return cautious;
  if (statements.includes(!cautious)) return !cautious;
  return read.length > 0 && read.every((claims) => claims.length > 0) ? !cautious : undefined;
}

function overruled(fact: FlagFact, read: Claim, value: boolean): Note {
  return {
    code: "statement-overruled",
    place: read.place,
    says: `${fact} is stated as ${String(!value)} but was read as ${String(value)} (${read.says}): the cautious value counts`,
  };
}
