import type { SourceDefault, StatedFacts, Statement } from "./case.ts";
import {
  CLASSIFICATION_LEVELS,
  FACTS,
  isFactName,
  UNREADABLE,
  type FactName,
  type FlagFact,
} from "./facts/fact.ts";
import { statedContradiction } from "./facts/implied.ts";
import type { Claim, Part } from "./item.ts";
import { parseClassification } from "./marking/classification.ts";
import { strictest } from "./marking/strictest.ts";
import { Refusal } from "./refusal.ts";

/** The claims a statement makes, one for each value. `place` says where it was stated. */
export function toClaims(statement: Statement, place: string): readonly Claim[] {
  const placeOf = (fact: FactName): string => `${place}.facts.${fact}`;
  const claims = claimsOf(statement.facts, placeOf, statement.by, statement.on);
  return [...claims, ...levelOfLabels(claims)];
}

/** Who states a classification as written, and not its level, states the level too. */
function levelOfLabels(claims: readonly Claim[]): readonly Claim[] {
  const labels = claims.filter((claim) => claim.fact === "classificationLabels");
  const [first] = labels;
  if (first === undefined || claims.some((claim) => claim.fact === "classification")) return [];
  const levels = labels.map(({ value }) => parseClassification(String(value))?.level ?? UNREADABLE);
  const value = strictest(CLASSIFICATION_LEVELS, levels) ?? UNREADABLE;
  return [{ ...first, fact: "classification", value }];
}

/**
 * Adds to each part what its source means when it writes nothing, for the facts on which the part
 * itself is silent. A part of which the source is not named gets only the defaults for "*".
 */
export function applySourceDefaults(
  parts: readonly Part[],
  defaults: readonly SourceDefault[],
): readonly Part[] {
  if (defaults.length === 0) return parts;
  const bySource = defaults.map((one, i) => ({
    source: one.source,
    claims: toClaims(one, `sourceDefaults[${i}]`),
  }));
  return parts.map((part) => {
    const sources = part.claims.filter((c) => c.fact === "originators").map((c) => c.value);
    const silentOn = (fact: FactName): boolean => !part.claims.some((c) => c.fact === fact);
    const added = bySource
      .filter(
        ({ source }) =>
          source === "*" || (sources.length > 0 && sources.every((s) => s === source)),
      )
      .flatMap(({ claims }) => claims.filter((claim) => silentOn(claim.fact)));
    return added.length === 0 ? part : { ...part, claims: [...part.claims, ...added] };
  });
}

/**
 * Refuses statements that cannot all be true: two values for one fact, or facts that exclude each
 * other. What was read from the item is not looked at here: there the cautious value counts.
 */
export function refuseContradictions(claims: readonly Claim[]): void {
  const first = new Map<FactName, Claim>();
  for (const claim of claims) {
    const kind = FACTS[claim.fact].kind;
    if (kind === "set" || kind === "lists") continue;
    const before = first.get(claim.fact);
    if (before === undefined) first.set(claim.fact, claim);
    else if (before.value !== claim.value) {
      throw new Refusal(
        "contradiction",
        claim.place,
        `${claim.fact} is stated as ${String(claim.value)} here and as ${String(before.value)} at ${before.place}`,
        "state one of them",
      );
    }
  }
  refuseLowered(claims, first.get("classification"));
  const flags: Partial<Record<FlagFact, boolean>> = {};
  for (const [fact, claim] of first) {
    if (FACTS[fact].kind === "flag") flags[fact as FlagFact] = claim.value === true;
  }
  const pair = statedContradiction(flags);
  if (pair === undefined) return;
  throw new Refusal(
    "contradiction",
    first.get(pair[1])?.place ?? "",
    `${pair[1]} cannot be true while ${pair[0]} is false`,
    "state what is true of both",
  );
}

/** A level below that of a label as written cannot be true. */
function refuseLowered(claims: readonly Claim[], level: Claim | undefined): void {
  if (level === undefined) return;
  const rank = (name: string): number => CLASSIFICATION_LEVELS.findIndex((one) => one === name);
  for (const { fact, value, place } of claims) {
    const written =
      fact === "classificationLabels" ? parseClassification(String(value)) : undefined;
    if (written === undefined || level.value === UNREADABLE) continue;
    if (rank(written.level) <= rank(String(level.value))) continue;
    throw new Refusal(
      "contradiction",
      level.place,
      `classification is stated as ${String(level.value)}, but ${String(value)} at ${place} is ${written.level}`,
      "state what is true of both",
    );
  }
}

function claimsOf(
  facts: StatedFacts,
  placeOf: (fact: FactName) => string,
  by: string,
  on: string,
): Claim[] {
  return Object.entries(facts).flatMap(([fact, value]) => {
    if (!isFactName(fact)) return [];
    const says = `stated by ${by} on ${on}`;
    return valuesOf(fact, value).map((one) => ({
      fact,
      value: one,
      place: placeOf(fact),
      says,
      statedBy: by,
    }));
  });
}

function valuesOf(fact: FactName, value: StatedFacts[FactName]): readonly (string | boolean)[] {
  if (typeof value === "string" || typeof value === "boolean") return [value];
  const list = value ?? [];
  return FACTS[fact].kind === "lists" ? [[...list].toSorted().join(",")] : list;
}
