import { toCountry } from "../../../../core/country.ts";
import type { Json } from "../../../../core/item.ts";
import type { SanitiseStep } from "../../../../core/release/plan.ts";
import { textEditOf } from "../../text/text-edit.ts";
import type { Draft } from "../draft.ts";
import { editTexts } from "./edit-texts.ts";

const STEP = "generalise-place";

/** What tells more of a location than its country. Source: STIX 2.1 section 4.11. */
const BELOW_COUNTRY: ReadonlySet<string> = new Set([
  "name",
  "description",
  "city",
  "street_address",
  "postal_code",
  "administrative_area",
  "latitude",
  "longitude",
  "precision",
]);

/**
 * Places tell no more than their country, or the region of the world they are in, and their names stand
 * in no text. A location that does not say as much goes, and what refers to it loses the reference.
 */
export function generalisePlace(
  draft: Draft,
  step: SanitiseStep & { readonly step: "generalise-place" },
): void {
  for (const entry of draft.left()) {
    const { type, json } = entry;
    if (type === "location" && json[step.to] === undefined && json["region"] === undefined) {
      draft.drop(entry, STEP, "a location that does not name its country or region");
      continue;
    }
    draft.edit(entry, STEP, "a place", (value, way) => {
      const key = String(way[0]);
      // Where the country's own name is the name of the location, it says no more.
      if (key === "name" && step.to === "country" && isCountry(value)) return value;
      const isFiner = BELOW_COUNTRY.has(key) || (step.to === "region" && key === "country");
      const goes =
        type === "location" ? isFiner : type === "identity" && key === "contact_information";
      return way.length === 1 && goes ? undefined : value;
    });
  }
  const edit = textEditOf(step, draft.to.own, draft.log);
  if (edit !== undefined) editTexts(draft, STEP, edit);
}

function isCountry(name: Json): boolean {
  return typeof name === "string" && toCountry(name) !== undefined;
}
