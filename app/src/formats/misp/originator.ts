import type { Claim, JsonObject } from "../../core/item.ts";
import type { Reading } from "./reading.ts";
import { isObject, listOf, objectOf, printable, textOf, uuidOf } from "./shape.ts";

/**
 * Who contributed an event: its creator (Orgc); where that is not named, the organisation that holds
 * it (Org), and then it is not known who else. MISP keeps Orgc across servers.
 */
export function readCreator(event: JsonObject, place: string, { notes }: Reading): Claim[] {
  const creator = organisation(event, "Orgc", place, "creator organisation");
  if (creator !== undefined) {
    return [creator, known(true, creator.place, "names its creator organisation")];
  }
  notes.add("no-creator", place, "The event does not name its creator organisation (Orgc).");
  const holder = organisation(event, "Org", place, "holder, the creator is not named:");
  return [
    ...(holder === undefined ? [] : [holder]),
    known(false, place, "does not name its creator organisation"),
  ];
}

/** Who else contributed to an element: those who proposed changes or reported sightings. */
export function readContributors(element: JsonObject, place: string, reading: Reading): Claim[] {
  const proposals = listOf(element["ShadowAttribute"]);
  if (proposals.length > 0) {
    reading.notes.add(
      "proposals",
      `${place}/ShadowAttribute`,
      "Others proposed changes, which are not read.",
    );
  }
  return [
    ...contributors(element, "ShadowAttribute", "Org", place, "proposed a change:"),
    ...contributors(element, "Sighting", "Organisation", place, "reported a sighting:"),
  ];
}

/** The author of a note, opinion or relationship that an analyst added. */
export function readAuthor(element: JsonObject, place: string): Claim[] {
  const uuid = uuidOf(element["orgc_uuid"]);
  return uuid === undefined
    ? organisationOrUnknown(element, "Orgc", place, "author:")
    : [{ fact: "originators", value: uuid, place: `${place}/orgc_uuid`, says: "author" }];
}

function contributors(
  element: JsonObject,
  list: string,
  key: string,
  place: string,
  role: string,
): Claim[] {
  const claims = listOf(element[list]).flatMap((one, index) =>
    isObject(one) ? organisationOrUnknown(one, key, `${place}/${list}/${String(index)}`, role) : [],
  );
  return [
    ...new Map(claims.map((claim) => [`${claim.fact} ${String(claim.value)}`, claim])).values(),
  ];
}

function organisationOrUnknown(
  element: JsonObject,
  key: string,
  place: string,
  role: string,
): Claim[] {
  return [organisation(element, key, place, role) ?? known(false, place, `${role} not named`)];
}

function organisation(
  element: JsonObject,
  key: string,
  place: string,
  role: string,
): Claim | undefined {
  const org = objectOf(element[key]);
  const uuid = uuidOf(org?.["uuid"]);
  if (uuid === undefined) return undefined;
  const name = textOf(org?.["name"]);
  const says = name === undefined ? role : `${role} ${printable(name)}`;
  return { fact: "originators", value: uuid, place: `${place}/${key}/uuid`, says };
}

function known(value: boolean, place: string, says: string): Claim {
  return { fact: "originatorsKnown", value, place, says };
}
