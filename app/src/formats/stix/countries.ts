import type { Claim, Json } from "../../core/item.ts";
import { toCountry } from "../../core/country.ts";
import { pointerStep } from "../json/place.ts";
import { isActorType } from "./actors.ts";
import { readGalaxyLabel } from "./galaxy-label.ts";
import { isList, quoted, textsAt } from "./property.ts";
import type { Reading, StixObject } from "./object.ts";
import type { Carrier } from "./spread.ts";

/**
 * Standard types that have no country; their keys are not searched for one. Everything else is, also
 * types nobody knows.
 */
const WITHOUT_COUNTRY: ReadonlySet<string> = new Set([
  "attack-pattern",
  "course-of-action",
  "indicator",
  "malware",
  "marking-definition",
  "relationship",
  "tool",
]);

/**
 * Gives locations, identities and others the claims of the countries they name as being in or about
 * them, and objects with a country's or target's galaxy label the same. Such a country is concerned,
 * never attributed to. Returns what each node carries on. A country that is not understood is noted.
 */
export function readCountries(reading: Reading): readonly Carrier[] {
  const carriers: Carrier[] = [];
  for (const object of reading.objects) {
    const stated =
      WITHOUT_COUNTRY.has(object.type) || isActorType(object.type)
        ? []
        : statedCountries(object, reading);
    const labelled = object.json.labels === undefined ? [] : labelledCountries(object);
    if (stated.length + labelled.length === 0) continue;
    const claims = [...stated, ...labelled];
    for (const claim of claims) object.claims.push(claim);
    carriers.push({ node: object.index, claims });
  }
  return carriers;
}

function statedCountries(object: StixObject, { notes }: Reading): readonly Claim[] {
  const lost = (text: string, place: string): void => {
    notes.add("country-unreadable", place, `"${quoted(text)}" is no country we know, or several.`);
  };
  const says = object.type === "location" ? "the country of the location" : `its country`;
  const claims = Object.keys(object.json)
    .filter((key) => isCountryKey(key) && isTextual(object.json[key]))
    .flatMap((key) => countriesUnder(object, key, lost))
    .map(([value, place]): Claim => ({ fact: "concerns", value, place, says }));
  return claims.length === 0 ? countryByName(object) : claims;
}

/** Is this the name of a property that holds a country: country, x_cta_country, nationality …? */
function isCountryKey(key: string): boolean {
  return COUNTRY_KEYS.some((name) => key.endsWith(name) && isWord(key, key.length - name.length));
}

const COUNTRY_KEYS = ["country", "countries", "nationality", "nationalities"] as const;

function isWord(key: string, start: number): boolean {
  return start === 0 || key.charAt(start - 1) === "_";
}

/** The countries under one key, each with its place; what is not understood goes to `lost`. */
function countriesUnder(
  { json, place }: StixObject,
  key: string,
  lost: (text: string, place: string) => void,
): readonly (readonly [string, string])[] {
  const found: [string, string][] = [];
  for (const [n, text] of textsAt(json, key)) {
    const at = `${place}${pointerStep(key)}${n < 0 ? "" : `/${n}`}`;
    const country = toCountry(text);
    if (country !== undefined) found.push([country, at]);
    else if (text.trim() !== "") lost(text, at);
  }
  return found;
}

/** OpenCTI's countries are locations of the type Country, some without the property. */
function countryByName({ json, place, type }: StixObject): readonly Claim[] {
  if (type !== "location" || json.x_opencti_location_type !== "Country") return [];
  const value = typeof json.name === "string" ? toCountry(json.name) : undefined;
  if (value === undefined) return [];
  return [{ fact: "concerns", value, place: `${place}/name`, says: "a country by its name" }];
}

/** A country's tag can name the victim as well as the origin, so it only says "concerns". */
function labelledCountries({ json, place }: StixObject): readonly Claim[] {
  return textsAt(json, "labels").flatMap(([n, text]) => {
    const label = readGalaxyLabel(text);
    if (label?.galaxy !== "country" && label?.galaxy !== "target-information") return [];
    const value = toCountry(label.value);
    const at = n < 0 ? `${place}/labels` : `${place}/labels/${n}`;
    if (value === undefined) return [];
    return [
      { fact: "concerns" as const, value, place: at, says: `label for this ${label.galaxy}` },
    ];
  });
}

function isTextual(value: Json | undefined): boolean {
  return typeof value === "string" || isList(value);
}
