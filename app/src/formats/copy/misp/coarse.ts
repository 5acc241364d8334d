import { toCountry } from "../../../core/country.ts";
import type { PlaceGrain, TimeGrain } from "../../../core/release/plan.ts";
import { coarsenInstant } from "../text/coarse-time.ts";
import { editParts, noteGone, textIn, withField, type Part, type Work } from "./part.ts";

const TIME_TYPES = new Set([
  "datetime",
  "date-of-birth",
  "passport-expiration",
  "issue-date-of-the-visa",
  "whois-creation-date",
]);
const TIME_FIELDS = ["date", "first_seen", "last_seen"] as const;
/** Types that tell a place: a country stays a country, all else goes. */
const PLACE_TYPES =
  /^(?:target-location|place-of-birth|primary-residence|country-of-residence|place-port-of-.*|travel-details)$/;
/** Relations in geolocation, person and other objects that tell a place more closely than a country. */
const FINE_PLACES =
  /^(?:latitude|longitude|altitude|accuracy-radius|address|street|city|zip-?code|postal-code|neighborhood|region|state|county|epsg|spacial-reference|address-.*|geohash|coordinates)$/;
const COUNTRY_RELATIONS = /^(?:country|countrycode|country-code|nationality)$/;
const COUNTRY_TAGS = /^misp-galaxy:(?:country|target-information)=/i;

/** Tells times no finer than the grain. A time that cannot be read goes. */
export function coarsenPartTimes(
  grain: TimeGrain,
  events: readonly Part[],
  work: Work,
): readonly Part[] {
  return editParts(events, (part) => {
    const coarse = TIME_FIELDS.reduce((one, field) => coarsen(one, field, grain, work), part);
    if (part.kind !== "attribute" || !TIME_TYPES.has(textIn(part, "type"))) return coarse;
    const timed = coarsen(coarse, "value", grain, work);
    return textIn(timed, "value") === "" ? undefined : timed;
  });
}

function coarsen(part: Part, field: string, grain: TimeGrain, { log }: Work): Part {
  const time = textIn(part, field);
  if (time === "") return part;
  const coarse = coarsenInstant(time, grain);
  if (coarse === time) return part;
  log.parting("time", time, `${part.place}/${field}`);
  log.change("generalise-time", `${part.place}/${field}`, "a time was made coarser");
  return withField(part, field, coarse);
}

/** Tells places no finer than a country, or than a region: then countries go as well. */
export function coarsenPartPlaces(
  grain: PlaceGrain,
  events: readonly Part[],
  work: Work,
): readonly Part[] {
  return editParts(events, (part) => {
    const tags =
      grain === "country" ? part.tags : part.tags.filter((tag) => !COUNTRY_TAGS.test(tag));
    if (tags.length < part.tags.length) {
      work.log.change("generalise-place", part.place, "tags that name countries were taken out");
    }
    if (part.kind !== "attribute" || !tellsPlace(part, grain)) return { ...part, tags };
    noteGone(part, work);
    work.log.change("generalise-place", part.place, "a place was taken out");
    return undefined;
  });
}

/** Does it tell a place more closely than the grain? */
function tellsPlace(part: Part, grain: PlaceGrain): boolean {
  const relation = textIn(part, "object_relation").toLowerCase();
  if (FINE_PLACES.test(relation)) return true;
  const isPlace = PLACE_TYPES.test(textIn(part, "type")) || COUNTRY_RELATIONS.test(relation);
  return isPlace && (grain === "region" || toCountry(textIn(part, "value")) === undefined);
}
