import { factsOfKind, type Claims, type ReadClaims } from "./claims.ts";
import { FACTS, type FlagFact } from "./fact.ts";
import type { Claim, Note } from "../item.ts";

const FLAG_FACTS = factsOfKind("flag") as readonly FlagFact[];

/**
 * The flags of an item. The cautious value wins as soon as one part or person says so; the other
 * value needs every part, or a statement about the whole that nothing contradicts.
 */
export function mergeFlags(
  read: ReadClaims,
  stated: Claims,
  notes: Note[],
): Partial<Record<FlagFact, boolean>> {
  const flags: Partial<Record<FlagFact, boolean>> = {};
  for (const fact of FLAG_FACTS) {
    if (!read.byFact.has(fact) && !stated.has(fact)) continue;
    const spec = FACTS[fact];
    const cautious = spec.kind === "flag" && spec.cautious;
    const value = mergeFlag(fact, cautious, read, stated, notes);
    if (value !== undefined) flags[fact] = value;
  }
  return flags;
}

function mergeFlag(
  fact: FlagFact,
  cautious: boolean,
  { parts, byFact }: ReadClaims,
  stated: Claims,
  notes: Note[],
): boolean | undefined {
  const worst = byFact.get(fact)?.find((claim) => claim.value === cautious);
  const statements = (stated.get(fact) ?? []).map((claim) => claim.value);
  if (worst !== undefined) {
    if (statements.includes(!cautious)) notes.push(overruled(fact, worst, cautious));
    return cautious;
  }
  if (statements.includes(cautious)) return cautious;
  if (statements.includes(!cautious)) return !cautious;
  const isInEvery = parts.every((claims) => claims.some((claim) => claim.fact === fact));
  return parts.length > 0 && isInEvery ? !cautious : undefined;
}

function overruled(fact: FlagFact, read: Claim, value: boolean): Note {
  return {
    code: "statement-overruled",
    place: read.place,
    says: `${fact} is stated as ${String(!value)} but was read as ${String(value)} (${read.says}): the cautious value counts`,
  };
}
