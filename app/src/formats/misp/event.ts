import type { JsonObject } from "../../core/item.ts";
import { addAttribute, readAttribute } from "./attribute.ts";
import { readAnalystData } from "./analyst-data.ts";
import { readDistribution } from "./distribution.ts";
import { childrenOf, idOf, readElement, readOwnDistribution, type Element } from "./element.ts";
import { addObject } from "./object.ts";
import { readContributors, readCreator } from "./originator.ts";
import type { Reading } from "./reading.ts";
import { isNo, listOf, textOf } from "./shape.ts";

/**
 * Adds an event as a part, then everything in it. In: the event, covered by nothing. What it says
 * covers all it contains. Attributes and objects that came without their event have only what they
 * say themselves.
 *
 * Source: MISP core format (draft-dulaunoy-misp-core-format), Event.
 */
export function addEvent(element: Element, reading: Reading): void {
  const { json, place } = element;
  if (isFragment(json)) {
    reading.notes.add("no-event", place, "What it holds came without its event.");
    addContents(element, reading);
    return;
  }
  const more = [...readCreator(json, place, reading), ...readDistribution(json, place, true)];
  const claims = readElement(element, ["info"], more, reading);
  const contributors = readContributors(json, place, reading);
  const id = idOf(element, reading);
  reading.add({ id, type: "event", place, claims: [...contributors, ...claims] });
  noteOddities(element, reading);
  addContents({ ...element, container: claims }, reading);
}

function isFragment(json: JsonObject): boolean {
  return Object.keys(json).every((key) => key === "Attribute" || key === "Object");
}

function addContents(element: Element, reading: Reading): void {
  const claims = element.container;
  for (const child of childrenOf(element, "Attribute", claims, reading)) {
    addAttribute(readAttribute(child, undefined, reading), [], reading);
  }
  for (const child of childrenOf(element, "Object", claims, reading)) addObject(child, reading);
  for (const child of childrenOf(element, "EventReport", claims, reading)) {
    addReport(child, reading);
  }
  readAnalystData(element, reading);
}

function addReport(element: Element, reading: Reading): void {
  const more = readOwnDistribution(element);
  const claims = readElement(element, ["name", "content"], more, reading);
  reading.add({ id: idOf(element, reading), type: "event-report", place: element.place, claims });
  readAnalystData({ ...element, container: claims }, reading);
}

/** Things that must not leave with the event, and things a reader of the verdict should know. */
function noteOddities({ json, place }: Element, { notes }: Reading): void {
  if (textOf(json["event_creator_email"]) !== undefined) {
    const at = `${place}/event_creator_email`;
    notes.add("creator-email", at, "The event carries the e-mail address of its creator.");
  }
  if (listOf(json["RelatedEvent"]).length > 0) {
    const at = `${place}/RelatedEvent`;
    notes.add("related-events", at, "The event names other events, which were not read.");
  }
  if (isNo(json["published"])) {
    notes.add("not-published", `${place}/published`, "Its owner has not published the event.");
  }
  if (textOf(json["extends_uuid"]) !== undefined) {
    notes.add("extends-event", `${place}/extends_uuid`, "The event extends another one.");
  }
}
