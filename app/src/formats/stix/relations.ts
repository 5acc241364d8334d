import type { Reading, StixObject } from "./object.ts";
import { textAt } from "./property.ts";

/** A relationship object with both its ends. */
export interface Relation {
  readonly object: StixObject;
  /** relationship_type in lower case, as the standard demands it. */
  readonly type: string;
  /** Ids; either may lead out of the file. */
  readonly source: string;
  readonly target: string;
}

/** All relationships of a file that name a type and both ends. Source: STIX 2.1 section 5.1. */
export function readRelations({ objects }: Reading): readonly Relation[] {
  const relations: Relation[] = [];
  for (const object of objects) {
    if (object.type !== "relationship") continue;
    const type = textAt(object.json, "relationship_type");
    const source = textAt(object.json, "source_ref");
    const target = textAt(object.json, "target_ref");
    if (type === undefined || source === undefined || target === undefined) continue;
    relations.push({ object, type: type.toLowerCase(), source, target });
  }
  return relations;
}
