import { factsOfKind, type Claims, type ReadClaims } from "./claims.ts";
import { FACTS, type LevelFact } from "./fact.ts";
import type { LevelReading, Levels } from "./sheet.ts";
import type { Claim } from "../item.ts";
import { strictest } from "../marking/strictest.ts";

const LEVEL_FACTS = factsOfKind("level") as readonly LevelFact[];

/**
 * The levels of an item from those of its parts: the most restrictive, and whether every part has
 * one. What a person states about a part or the whole fills in where nothing is printed, or makes
 * it stricter; it never lowers a marking.
 */
export function mergeLevels(read: ReadClaims, stated: Claims): Levels {
  const levels: Partial<Record<LevelFact, LevelReading>> = {};
  for (const fact of LEVEL_FACTS) {
    if (!read.byFact.has(fact) && !stated.has(fact)) continue;
    const parts = read.parts.map((claims) => claims.filter((claim) => claim.fact === fact));
    const reading = mergeLevel(fact, parts, stated.get(fact) ?? []);
    if (reading !== undefined) levels[fact] = reading;
  }
  return levels;
}

function mergeLevel(
  fact: LevelFact,
  parts: readonly (readonly Claim[])[],
  stated: readonly Claim[],
): LevelReading | undefined {
  const strictestWhere = (claims: readonly Claim[], isStated: boolean): string | undefined =>
    strictestOf(
      fact,
      claims.filter((claim) => (claim.statedBy !== undefined) === isStated),
    );
  const printed = parts.map((claims) => strictestWhere(claims, false));
  const meant = parts.map((claims) => strictestWhere(claims, true));
  const statement = strictestOf(fact, stated);
  const values = (printed.length > 0 ? printed : [undefined]).map((value, i) =>
    strictestLevel(
      fact,
      [value, meant[i], statement].filter((one) => one !== undefined),
    ),
  );
  const known = values.filter((value) => value !== undefined);
  const value = strictestLevel(fact, known);
  if (value === undefined) return undefined;
  return {
    value,
    everywhere: known.length === values.length,
    mixed: new Set(known).size > 1,
    onItem: printed.length > 0 && printed.every((one, i) => one !== undefined && one === values[i]),
  };
}

function strictestOf(fact: LevelFact, claims: readonly Claim[]): string | undefined {
  return strictestLevel(
    fact,
    claims.map((claim) => String(claim.value)),
  );
}

function strictestLevel(fact: LevelFact, values: readonly string[]): string | undefined {
  const spec = FACTS[fact];
  return strictest(spec.kind === "level" ? spec.levels : [], values);
}
