import type { Claim } from "../../core/item.ts";
import { isMarkingFact } from "./marking-claim.ts";
import { nameOf, type Reading, type StixObject } from "./object.ts";
import { quoted, textsAt } from "./property.ts";

/**
 * Hands the markings of a container (report, grouping, note, opinion, observed data: whatever has
 * object_refs) to the members by the same creator, as claims with `reading: "container"`. By the
 * standard they do not cover the members; a pack may read them so. Must run right after the
 * markings, before any other claims.
 *
 * Source: STIX 2.1 section 7.2.2 (a marking covers the object that refers to it, and nothing else).
 */
export function readContainers({ objects, ids, budget }: Reading): void {
  const given: (readonly [StixObject, readonly Claim[]])[] = [];
  for (const container of objects) {
    const creator = container.json.created_by_ref;
    if (container.json.object_refs === undefined || typeof creator !== "string") continue;
    const claims = containerClaims(container);
    if (claims.length === 0) continue;
    for (const [, id] of textsAt(container.json, "object_refs")) {
      ids.each(id, (member) => {
        budget.spend(1 + claims.length);
        if (member !== container && member.json.created_by_ref === creator) {
          given.push([member, claims]);
        }
      });
    }
  }
  for (const [member, claims] of given) for (const claim of claims) member.claims.push(claim);
}

/** Made once for a container, and shared by all its members. */
function containerClaims(container: StixObject): readonly Claim[] {
  const by = `${container.type} "${quoted(nameOf(container))}"`;
  return container.claims.filter(isMarkingFact).map((claim) => ({
    ...claim,
    says: `${claim.says}, on the ${by} that refers to it`,
    reading: "container" as const,
  }));
}
