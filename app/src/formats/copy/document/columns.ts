import type { SanitiseStep } from "../../../core/release/plan.ts";
import { keyOf } from "./labelled-line.ts";

const PERSON =
  /^(?:(?:first|last|middle|full|given|family|sur|user|display|person|contact|victim|subject|target)?-?name|voornaam|achternaam|naam|person|e-?mail(?:-address)?|mail|phone.*|telephone.*|tel|mobile.*|fax|bsn|ssn|passport.*|id-?card.*|date-of-birth|birth-?date|dob|birth-?place|gender|sex|(?:home|street|postal)?-?address|user-?id|login|account|handle|iban)$/;
const SPECIAL =
  /^(?:religion|belief|race|ethnic.*|political.*|party|union|trade-union.*|health.*|diagnosis|disease|sexual.*|orientation)$/;
const SOURCE =
  /^(?:source.*|reporter|reported-by|analyst|author|creator|created-by|submitter|submitted-by|handler|desk|ticket.*|case.*|internal.*|reference-?id|sensor|collection.*|informant)$/;
const FINE_PLACE =
  /^(?:lat|latitude|lon|lng|long|longitude|altitude|coordinates|geo.*|city|town|place|street.*|(?:home|street|postal)?-?address|zip.*|postal-?code|postcode|region|state|province|county|location)$/;
const COUNTRY = /^(?:country.*|nation.*|cc)$/;
/** A column of these says whose the row is. */
const ORIGINATOR =
  /^(?:source|originator|origin|publisher|provider|owner|organi[sz]ation|org|orgc|feed)$/;

/** Does a column of this name go under this step? */
export function isColumnDropped(step: SanitiseStep, name: string): boolean {
  const key = keyOf(name);
  switch (step.step) {
    case "drop-property":
      return key === keyOf(step.property.slice(step.property.lastIndexOf(".") + 1));
    case "remove-persons":
      return PERSON.test(key);
    case "remove-special-categories":
      return SPECIAL.test(key);
    case "remove-sources":
      return SOURCE.test(key);
    case "generalise-place":
      return FINE_PLACE.test(key) || (step.to === "region" && COUNTRY.test(key));
    default:
      return false;
  }
}

export function isOriginatorColumn(name: string): boolean {
  return ORIGINATOR.test(keyOf(name));
}

export function isNationalityColumn(name: string): boolean {
  return /^(?:nationality|nationalities|citizenship|passport-country)$/.test(keyOf(name));
}

/** Do its cells tell times, perhaps in seconds since 1970? */
export function isTimeColumn(name: string): boolean {
  return /time|date|seen|created|modified|published/.test(keyOf(name));
}
