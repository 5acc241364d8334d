import type { Claim } from "../../core/item.ts";
import type { Reading, StixObject } from "./object.ts";
import type { Relation } from "./relations.ts";
import { isTimestamp } from "./timestamp.ts";

/** Properties that say how old the data are, the best first. */
const AGES = ["modified", "created", "valid_from", "first_observed", "first_seen"] as const;

/**
 * Gives every object the claims of how old it is and how reliable its source says it is, and whether
 * the source has withdrawn it: `revoked`, a revoked-by relationship, or ATT&CK's `x_mitre_deprecated`.
 *
 * Source: STIX 2.1 section 3.2 (created, modified, revoked, confidence).
 */
export function readAge({ objects, ids }: Reading, relations: readonly Relation[]): void {
  for (const object of objects) {
    const { json, place, claims } = object;
    readDates(object);
    if (typeof json.confidence === "number") {
      claims.push(flag("reliabilityStated", `${place}/confidence`, "states a confidence"));
    }
    if (json.revoked === true) {
      claims.push(flag("revokedBySource", `${place}/revoked`, "revoked by its creator"));
    }
    if (json.x_mitre_deprecated === true) {
      claims.push(flag("revokedBySource", `${place}/x_mitre_deprecated`, "deprecated by ATT&CK"));
    }
  }
  for (const { type, object, source } of relations) {
    if (type !== "revoked-by") continue;
    ids.each(source, ({ claims }) => {
      claims.push(
        flag("revokedBySource", object.place, "revoked by a relationship to its successor"),
      );
    });
  }
}

function readDates({ json, place, claims }: StixObject): void {
  for (const key of AGES) {
    const value = json[key];
    if (typeof value !== "string" || !isTimestamp(value)) continue;
    const at = `${place}/${key}`;
    claims.push(flag("ageStated", at, "states a date"));
    if (key === "modified" || key === "created") {
      claims.push({ fact: "lastProcessed", value, place: at, says: `${key} by its creator` });
    }
    return;
  }
}

function flag(fact: Claim["fact"], place: string, says: string): Claim {
  return { fact, value: true, place, says };
}
