import { PAP_LEVELS, TLP_LEVELS } from "../facts/fact.ts";
import type { Pack } from "../pack.ts";
import type { FactsSheet } from "../facts/sheet.ts";
import { readMarkingLabel } from "../marking/text.ts";
import type { Caveat } from "./copy.ts";
import type { SanitisePlan } from "./plan.ts";

/** What a recipient reads, where a pack's own words are for the desk. */
const SAYS: Readonly<Record<string, string>> = {
  "onward-ban": "Do not pass this on, whole or in part, without our permission in writing.",
  "use-limit": "Use this for intelligence only, and not for detention or for targeting.",
  "no-action": "Do not act on this.",
  "contact-source-first": "Ask us before you act on this.",
  "encrypt-in-transit": "Send this only encrypted.",
  "no-victim-contact": "Do not tell those who are affected by this.",
};

/** What caveats are made from, beside their names. */
export interface CaveatGround {
  readonly facts: FactsSheet;
  readonly packs: readonly Pick<Pack, "measure">[];
  /** By which the copy is made. */
  readonly plan: SanitisePlan;
}

/**
 * Caveats as they travel inside a copy: those of the manifest, and the item's own TLP and PAP labels
 * whether or not a rule asks for them, so that no label is lost on the way. `names`: as in the manifest.
 * A label that nobody knows is the strictest; where everything above a label is taken out of what is
 * printed on the item, that one is left.
 */
export function caveatsFor(names: readonly string[], ground: CaveatGround): readonly Caveat[] {
  const { tlp, pap } = ground.facts.levels;
  const labelled = [
    ...names,
    ...(tlp === undefined ? [] : ["tlp"]),
    ...(pap === undefined ? [] : ["pap"]),
  ];
  return [...new Set(labelled)].toSorted().map((id) => caveat(id, ground));
}

/** A caveat in one word or two, as the acts of a case name it: "onward-ban", "tlp TLP:AMBER". */
export function caveatName({ id, label }: Caveat): string {
  return label === undefined ? id : `${id} ${label}`;
}

function caveat(id: string, ground: CaveatGround): Caveat {
  if (id === "tlp" || id === "stricter-label") {
    const label = `TLP:${labelOf("tlp", TLP_LEVELS, ground)}`;
    return { id, says: `Handle this as ${label} (TLP 2.0).`, label };
  }
  if (id === "pap") {
    const label = `PAP:${labelOf("pap", PAP_LEVELS, ground)}`;
    return { id, says: `Act on this only as ${label} permits.`, label };
  }
  const means = ground.packs.flatMap((pack) => pack.measure("attach", id)?.means ?? []);
  const says = SAYS[id] ?? `Under this condition: ${[...new Set(means)].join("; ") || id}.`;
  return { id, says };
}

/** The item's label, or the strictest that the plan leaves of it. */
function labelOf(
  fact: "tlp" | "pap",
  levels: readonly string[],
  { facts, plan }: CaveatGround,
): string {
  const strictest = levels.length - 1;
  const known = facts.levels[fact];
  const at = levels.indexOf(known?.value ?? "");
  const own = at < 0 ? strictest : at;
  const left = known?.onItem === true ? mostLeft(fact, levels, plan) : strictest;
  return (levels[Math.min(own, left)] ?? "").toUpperCase();
}

function mostLeft(fact: "tlp" | "pap", levels: readonly string[], plan: SanitisePlan): number {
  const named = plan.steps.flatMap((one) =>
    one.step === "honour-markings" ? readMarkingLabel(one.most) : [],
  );
  const ranks = named.flatMap((claim) =>
    claim.fact === fact && levels.includes(String(claim.value))
      ? [levels.indexOf(String(claim.value))]
      : [],
  );
  return Math.min(levels.length - 1, ...ranks);
}
