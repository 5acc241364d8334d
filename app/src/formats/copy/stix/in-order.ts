import type { JsonObject } from "../../../core/item.ts";
import { forEachReference } from "../../stix/references.ts";
import { idOf, textOf } from "./object.ts";

/** What comes first; everything else, domain objects and observables, third. */
const CLASSES: Readonly<Record<string, number>> = {
  "marking-definition": 0,
  identity: 1,
  relationship: 3,
  sighting: 4,
  grouping: 5,
  note: 5,
  opinion: 5,
  report: 5,
  "language-content": 6,
};
const CONTENT = 2;

/**
 * The objects in the order in which a reader can take them in one by one: markings, identities, domain
 * objects and observables, relationships, sightings, containers; and within that each after what it
 * refers to. Objects that refer to each other in a circle come by their ids.
 *
 * Source: connectors.md C08.
 */
export function inOrder(objects: readonly JsonObject[]): readonly JsonObject[] {
  const sorted = objects.toSorted(
    (a, b) => classOf(a) - classOf(b) || (idOf(a) < idOf(b) ? -1 : 1),
  );
  const byId = new Map(sorted.map((object) => [idOf(object), object]));
  const entered = new Set<JsonObject>();
  const ordered = new Set<JsonObject>();
  for (const start of sorted) {
    const open = [start];
    for (let object = open.at(-1); object !== undefined; object = open.at(-1)) {
      const isNew = !entered.has(object);
      entered.add(object);
      const waits = isNew ? targetsOf(object, byId).filter((one) => !entered.has(one)) : [];
      if (waits.length > 0) open.push(...waits);
      else {
        open.pop();
        ordered.add(object);
      }
    }
  }
  return [...ordered];
}

/** Of its class or an earlier one; the creator of a marking comes after all markings. */
function targetsOf(
  object: JsonObject,
  byId: ReadonlyMap<string, JsonObject>,
): readonly JsonObject[] {
  const targets: JsonObject[] = [];
  forEachReference(object, "", ({ value }) => {
    const target = typeof value === "string" ? byId.get(value) : undefined;
    if (target !== undefined && classOf(target) <= classOf(object)) targets.push(target);
  });
  return targets;
}

function classOf({ type }: JsonObject): number {
  return CLASSES[textOf(type)] ?? CONTENT;
}
