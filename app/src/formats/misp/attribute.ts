import type { Claim } from "../../core/item.ts";
import { actorClaims } from "./actor.ts";
import { readAge } from "./age.ts";
import { readAnalystData } from "./analyst-data.ts";
import { isAttributeType } from "./attribute-type.ts";
import { concernOf } from "./concern.ts";
import { cover } from "./coverage.ts";
import { readDistribution } from "./distribution.ts";
import { idOf, readElement, readOwnDistribution, type Element } from "./element.ts";
import { readContributors, readCreator } from "./originator.ts";
import { isAboutPerson, professionClaim, professionsOf, readPerson } from "./person.ts";
import type { Reading } from "./reading.ts";
import { isObject, printable, textOf } from "./shape.ts";
import { readTags } from "./tag.ts";

/** Types whose value is running text that may hold a marking. */
const TEXT_TYPES = new Set(["comment", "text", "other"]);

/** What an attribute says of a person, for its siblings in an object. */
export interface Attribute {
  readonly element: Element;
  readonly person: readonly Claim[];
}

/** Reads what an attribute says of a person; `objectName` where it stands in an object. */
export function readAttribute(
  element: Element,
  objectName: string | undefined,
  { notes }: Reading,
): Attribute {
  const { json, place } = element;
  if (!isAboutPerson(json, objectName)) return { element, person: [] };
  const professions = professionsOf(json).map((one) => professionClaim(one, place));
  return { element, person: [...readPerson(json, place, notes), ...professions] };
}

/**
 * Adds an attribute as a part: all it says, what its siblings say of the same person, and what its
 * object and event say where it says nothing of that kind.
 */
export function addAttribute(
  { element, person }: Attribute,
  siblings: readonly Claim[],
  reading: Reading,
): void {
  const { json, place } = element;
  const type = textOf(json["type"]) ?? "";
  const texts = TEXT_TYPES.has(type) ? ["comment", "value"] : ["comment"];
  const more = [...readOwnDistribution(element), ...readValue(type, element, reading)];
  const inEvent = { ...element, container: withEvent(element, reading) };
  const claims = readElement(inEvent, texts, more, reading);
  const own = [...person, ...siblings, ...readContributors(json, place, reading)];
  noteOddities(type, element, reading);
  reading.add({
    id: idOf(element, reading),
    type: type === "" ? "attribute" : printable(type),
    place,
    claims: own.length === 0 ? claims : [...own, ...claims],
  });
  readAnalystData({ ...element, container: claims }, reading);
}

/** Types whose value is an actor or a target. */
function readValue(type: string, { json, place }: Element, reading: Reading): readonly Claim[] {
  const value = textOf(json["value"]);
  const at = `${place}/value`;
  if (value === undefined) return [];
  if (type === "threat-actor") return actorClaims({ names: [value], ids: [] }, at, reading);
  return type === "target-location" ? concernOf("country", value, at, reading.notes) : [];
}

/** The answer of an attribute search puts the event inside each attribute. */
function withEvent({ json, place, container }: Element, reading: Reading): readonly Claim[] {
  const event = json["Event"];
  if (!isObject(event)) return container;
  const at = `${place}/Event`;
  return cover(
    {
      stated: [...readTags(event, at, reading), ...readAge(event, at, reading)],
      added: [...readCreator(event, at, reading), ...readDistribution(event, at, true)],
      text: [],
    },
    container,
  );
}

function noteOddities(type: string, { json, place }: Element, { notes }: Reading): void {
  if (!isAttributeType(type)) {
    notes.add("unknown-type", place, "The attribute has no type of the MISP core format.");
  }
  if (textOf(json["data"]) !== undefined) {
    notes.add("attachment-not-read", `${place}/data`, "It carries a file, which was not read.");
  }
}
