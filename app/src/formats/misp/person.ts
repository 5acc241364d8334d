import type { Claim, JsonObject } from "../../core/item.ts";
import { protectedProfessions, type ProtectedProfession } from "../../core/profession.ts";
import { toCountry } from "../../core/country.ts";
import { printable, textOf } from "./shape.ts";
import type { NoteBook } from "../note-book.ts";

/** Types whose value names, numbers, addresses or locates a person. */
const IDENTIFYING = words(`
first-name middle-name last-name full-name date-of-birth place-of-birth passport-number visa-number
redress-number identity-card-number phone-number primary-residence frequent-flyer-number
travel-details passenger-name-record-locator-number place-port-of-original-embarkation
place-port-of-clearance place-port-of-onward-foreign-destination payment-details
iban bank-account-nr cc-number prtn target-user target-email
email email-src email-dst email-reply-to email-src-display-name email-dst-display-name email-header
email-body eppn dns-soa-email whois-registrant-email whois-registrant-phone whois-registrant-name
github-username jabber-id twitter-id pgp-public-key pgp-private-key`);

/** Types that say something about a person without telling who. */
const DESCRIBING = words(`
gender nationality passport-country passport-expiration country-of-residence issue-date-of-the-visa
special-service-request`);

/** Free text and portraits: about the person of the object they stand in. */
const IN_PERSON_OBJECT = words("comment text other attachment");

/** Objects that describe a person. */
const PERSON_OBJECTS = words(
  "person identity user-account facebook-account twitter-account victim",
);

/** Is this attribute about a person: by its type, its category, or the object it is part of? */
export function isAboutPerson(attribute: JsonObject, objectName: string | undefined): boolean {
  const type = textOf(attribute["type"]) ?? "";
  if (IDENTIFYING.has(type) || DESCRIBING.has(type)) return true;
  if (textOf(attribute["category"]) === "Person") return true;
  return PERSON_OBJECTS.has(objectName ?? "") && IN_PERSON_OBJECT.has(type);
}

/**
 * What an attribute about a person says of it. Meals and wheelchairs asked of an airline
 * (special-service-request) tell religion and health. A nationality that is no country is noted.
 *
 * Source: MISP core format, category Person and the types of describeTypes.json.
 */
export function readPerson(attribute: JsonObject, place: string, notes: NoteBook): Claim[] {
  const type = printable(textOf(attribute["type"]) ?? "");
  const claims = [flag("personal", place, `type ${type} is about a person`)];
  if (!DESCRIBING.has(type)) {
    claims.push(flag("identifiesOrLocates", place, `type ${type} identifies or locates a person`));
  }
  if (type === "special-service-request") {
    claims.push(
      flag("specialCategories", place, "a service asked for may tell religion or health"),
    );
  }
  if (type === "nationality" || type === "passport-country") {
    const country = toCountry(textOf(attribute["value"]) ?? "");
    if (country === undefined) notes.add("unreadable-country", place, `The ${type} is no country.`);
    else claims.push({ fact: "nationalities", value: country, place, says: `states a ${type}` });
  }
  return claims;
}

/** The protected professions that the texts of an attribute about a person name. */
export function professionsOf(attribute: JsonObject): readonly ProtectedProfession[] {
  const texts = [attribute["comment"], attribute["value"]];
  return protectedProfessions(texts.map((text) => textOf(text) ?? "").join("\n"));
}

/** The claim that a text at this place names a protected profession. */
export function professionClaim(profession: ProtectedProfession, place: string): Claim {
  return profession === "lawyer"
    ? flag("lawyerClient", place, "a text about the person names a lawyer")
    : flag("journalist", place, "a text about the person names a journalist");
}

function flag(fact: Claim["fact"], place: string, says: string): Claim {
  return { fact, value: true, place, says };
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}
