import type { Claim } from "../../core/item.ts";
import { protectedProfessions } from "../../core/profession.ts";
import { pointerStep } from "../json/place.ts";
import type { Reading, StixObject } from "./object.ts";
import { isObject, textAt, textsAt } from "./property.ts";
import type { Carrier } from "./spread.ts";

/** Observables that are a person's: STIX's own, and those of well-known extensions. */
const PERSONAL_TYPES: ReadonlySet<string> = new Set([
  "email-addr",
  "email-message",
  "user-account",
  "bank-account",
  "payment-card",
  "phone-number",
  "x-person",
  "x-misp-person",
]);

/** A pattern that asks for an observable of a person. */
const PERSONAL_PATTERN = /\b(?:email-addr|email-message|user-account|phone-number|bank-account):/;

/** An e-mail address or a telephone number; a web site reaches nobody in particular. */
const REACHES_SOMEBODY = /@|\d[\d ()-]{5}/;

/** What an identity may say of somebody's profession. */
const PROFESSION_KEYS = ["name", "description", "roles", "sectors"] as const;

/**
 * Gives objects the claims of the persons in them, and returns what each carries on to whatever
 * mentions it. Never claims that there is no person: free text may hold one.
 */
export function readPersons({ objects }: Reading): readonly Carrier[] {
  const carriers: Carrier[] = [];
  for (const object of objects) {
    const found = personClaims(object);
    for (const claim of found) object.claims.push(claim);
    const claims =
      object.type === "identity" ? [...found, ...object.claims.filter(isNationality)] : found;
    if (claims.length > 0) carriers.push({ node: object.index, claims });
  }
  return carriers;
}

/**
 * Gives individuals the claims of their nationality: the countries they state, and, for want of
 * better, those they are located in.
 *
 * @param located by node, the countries an object names or is located in
 */
export function readNationalities(
  { objects }: Reading,
  located: ReadonlyMap<number, readonly Claim[]>,
): void {
  for (const object of objects) {
    if (!isIndividual(object)) continue;
    for (const { value, place } of located.get(object.index) ?? []) {
      const says = "the country of an individual, read as a nationality";
      object.claims.push({ fact: "nationalities", value, place, says });
    }
  }
}

function isNationality({ fact }: Claim): boolean {
  return fact === "nationalities";
}

function personClaims(object: StixObject): readonly Claim[] {
  const { type, json, place } = object;
  if (PERSONAL_TYPES.has(type)) return identifying(`${place}/type`, `a person's ${type}`);
  if (type === "identity") return identityClaims(object);
  if (type === "threat-actor" && json.resource_level === "individual") {
    return identifying(`${place}/resource_level`, "a threat actor that is one person");
  }
  if (type === "indicator" && PERSONAL_PATTERN.test(textAt(json, "pattern") ?? "")) {
    return identifying(`${place}/pattern`, "a pattern that asks for a person's account or address");
  }
  return type === "observed-data" ? observedClaims(object) : [];
}

function identityClaims(object: StixObject): readonly Claim[] {
  const { json, place } = object;
  const claims: Claim[] = [];
  if (isIndividual(object)) {
    claims.push(...identifying(`${place}/identity_class`, "an individual"));
  }
  if (REACHES_SOMEBODY.test(textAt(json, "contact_information") ?? "")) {
    claims.push(...identifying(`${place}/contact_information`, "an address to reach somebody at"));
  }
  return mayBePersons(json.identity_class) ? [...claims, ...professionClaims(object)] : claims;
}

function professionClaims({ json, place }: StixObject): readonly Claim[] {
  return PROFESSION_KEYS.flatMap((key) =>
    textsAt(json, key).flatMap(([n, text]) =>
      protectedProfessions(text).map((profession): Claim => {
        const fact = profession === "lawyer" ? "lawyerClient" : "journalist";
        const at = n < 0 ? `${place}/${key}` : `${place}/${key}/${n}`;
        return { fact, value: true, place: at, says: `names the profession ${profession}` };
      }),
    ),
  );
}

/** STIX 2.0 keeps observables inside observed data. */
function observedClaims({ json, place }: StixObject): readonly Claim[] {
  if (!isObject(json.objects)) return [];
  for (const [key, observable] of Object.entries(json.objects)) {
    if (!isObject(observable) || typeof observable.type !== "string") continue;
    if (!PERSONAL_TYPES.has(observable.type)) continue;
    return identifying(`${place}/objects${pointerStep(key)}/type`, `a person's ${observable.type}`);
  }
  return [];
}

function isIndividual({ type, json }: StixObject): boolean {
  if (type !== "identity") return false;
  return textsAt(json, "identity_class").some(
    ([, text]) => text.trim().toLowerCase() === "individual",
  );
}

/** An organisation or a system is nobody's profession; a class ("journalists") is. */
function mayBePersons(identityClass: unknown): boolean {
  return identityClass !== "organization" && identityClass !== "system";
}

function identifying(place: string, what: string): readonly Claim[] {
  return [
    { fact: "personal", value: true, place, says: what },
    { fact: "identifiesOrLocates", value: true, place, says: what },
  ];
}
