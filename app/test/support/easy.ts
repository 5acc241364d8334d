import type { SiteFile } from "../../src/core/case.ts";
import type { Performed } from "../../src/core/measure.ts";
import type { Pack } from "../../src/core/pack.ts";
import type { Request } from "../../src/core/request.ts";

/** A request as easy as it can be, so that only the item stands in the way. */
export const EASY_REQUEST: Request = {
  mode: "release",
  purpose: "share for defence",
  use: "network-defence",
  intendedAction: "none",
  risk: {
    torture: "below-real",
    "unlawful-killing": "below-real",
    "enforced-disappearance": "below-real",
    rendition: "below-real",
    "inhuman-treatment": "below-real",
    "arbitrary-detention": "below-real",
    "unfair-trial": "below-real",
    "death-penalty": "below-real",
  },
};

/**
 * The site with everything stated about every item that makes a release easy, and nothing about its
 * markings: whatever still does not go is held by what was read.
 */
export function easySite(site: SiteFile): SiteFile {
  const easy = {
    source: "*",
    by: "campaign",
    on: "2026-01-01",
    evidence: "made up, to see whether anything but the markings holds an item",
    facts: {
      subjectKnown: true,
      topics: ["cybercrime"],
      personal: false,
      ownNationals: false,
      evaluated: true,
      bulk: false,
      sourceRevealing: false,
      reliabilityStated: true,
      ageStated: true,
      filterEvidence: true,
      originatorsKnown: true,
    },
  } as const;
  return { ...site, sourceDefaults: [...site.sourceDefaults, easy] };
}

/** Whatever the desk can write and the system can attach; nobody is asked and nothing removed. */
export function easyMeasures(packs: readonly Pack[]): readonly Performed[] {
  const names = new Set(packs.flatMap((pack) => pack.measureNames));
  return [...names]
    .filter((name) => /^(?:state|assess|attach):/.test(name))
    .map((measure) => ({
      measure,
      by: "campaign",
      on: "2026-01-01",
      says: `made up, to see what still holds an item (${measure})`,
    }));
}
