import type { Day } from "../day.ts";
import type { FactsSheet } from "../facts/sheet.ts";
import { withinCeiling, type Equivalence } from "../marking/equivalence.ts";
import { AUDIENCES, type Standing } from "../partner.ts";

/**
 * Controls that say nothing about which partner may have it. Every other one leaves partners out
 * until the originator consents: one that sets a condition too, since we cannot carry it for them.
 */
const NO_LIMIT_ON_PARTNERS: ReadonlySet<string> = new Set(["fouo", "pubrel", "h0", "h1"]);

/** Audiences that a MISP distribution level still reaches (MISP core format, distribution). */
const REACHES: Readonly<Record<string, readonly string[]>> = {
  own: ["own-organisation"],
  community: ["own-organisation", "community"],
  connected: ["own-organisation", "community", "peer"],
  all: AUDIENCES,
};

/**
 * Does the originator's own control leave this partner out: a list it is not on, a distribution
 * that does not reach it, or a control such as NOFORN or ORCON? Controls nobody understands do.
 */
export function leavesOut(facts: FactsSheet, partner: Standing): boolean {
  return (
    listedOut(facts.lists.releasableTo, partner) ||
    (facts.sets.dissemination ?? []).some((control) => excludes(control, facts, partner)) ||
    notReached(facts, partner)
  );
}

/** Is the item's classification above what the partner may hold on the day? Unknown is above. */
export function isAboveCeiling(
  facts: FactsSheet,
  partner: Standing,
  now: Day,
  table: readonly Equivalence[],
): boolean {
  const level = facts.levels.classification?.value ?? "none";
  if (level === "none") return false;
  const { ceiling } = partner;
  const labels = facts.sets.classificationLabels ?? [];
  if (ceiling === undefined || labels.length === 0) return true;
  if (ceiling.from > now || (ceiling.until !== undefined && ceiling.until < now)) return true;
  return !withinCeiling(labels, ceiling, now, table).within;
}

function listedOut(list: readonly string[] | undefined, partner: Standing): boolean {
  return list !== undefined && !isListed(list, partner);
}

function isListed(list: readonly string[], partner: Standing): boolean {
  const names = [...partner.ids, ...(partner.country === undefined ? [] : [partner.country])];
  return names.some((name) => list.includes(name) || list.includes(name.toLowerCase()));
}

function excludes(control: string, facts: FactsSheet, partner: Standing): boolean {
  if (NO_LIMIT_ON_PARTNERS.has(control)) return false;
  if (control === "noforn") return partner.country !== "US";
  if (control === "deny-by-default" || control === "share-deny-by-default") {
    return facts.lists.releasableTo === undefined || !isListed(facts.lists.releasableTo, partner);
  }
  return true;
}

function notReached(facts: FactsSheet, partner: Standing): boolean {
  const group = facts.lists.sharingGroup;
  if (group !== undefined && !isListed(group, partner)) return true;
  const level = facts.levels.distribution?.value;
  if (level === undefined) return false;
  if (level === "group") return group === undefined;
  return !(REACHES[level] ?? []).includes(partner.audience);
}
