import { childrenOf, idOf, readElement, readOwnDistribution, type Element } from "./element.ts";
import { readAuthor } from "./originator.ts";
import type { Reading } from "./reading.ts";
import { textOf } from "./shape.ts";

const KINDS = ["Note", "Opinion", "Relationship"] as const;

/**
 * Adds the notes, opinions and relationships that analysts attached to an element as parts, and
 * those attached to them. They have an author and a distribution of their own.
 *
 * Source: MISP core format, analyst data.
 */
export function readAnalystData(element: Element, reading: Reading): void {
  for (const kind of KINDS) {
    for (const child of childrenOf(element, kind, element.container, reading)) {
      addAnalystData(child, kind.toLowerCase(), reading);
    }
  }
}

function addAnalystData(element: Element, type: string, reading: Reading): void {
  const { json, place } = element;
  const more = [...readAuthor(json, place), ...readOwnDistribution(element)];
  const claims = readElement(element, ["note", "comment"], more, reading);
  if (textOf(json["authors"])?.includes("@") === true) {
    reading.notes.add(
      "creator-email",
      `${place}/authors`,
      "It carries an analyst's e-mail address.",
    );
  }
  reading.add({ id: idOf(element, reading), type, place, claims });
  readAnalystData({ ...element, container: claims }, reading);
}
