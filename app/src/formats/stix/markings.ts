import type { Json } from "../../core/item.ts";
import { readMarkingLabel } from "../../core/marking/text.ts";
import { Definitions } from "./definitions.ts";
import { readGranularMarkings } from "./granular.ts";
import { toClaim, unreadableMarking } from "./marking-claim.ts";
import type { Reading, StixObject } from "./object.ts";
import { isList, quoted, textsAt } from "./property.ts";

/**
 * Gives every object the claims of its own markings: object_marking_refs, granular_markings and
 * labels that look like a marking. Must run before anything else gives claims, since a granular
 * marking is weighed against what the whole object says.
 *
 * Source: STIX 2.1 section 7.2; which of several markings binds is left to the facts (strictest).
 */
export function readMarkings(reading: Reading): void {
  const definitions = new Definitions(reading.ids, reading.notes);
  for (const object of reading.objects) {
    if (object.type === "marking-definition") definitions.read(object.id, object.place);
    readObjectMarkings(object, definitions);
    readLabels(object);
    if (object.json.granular_markings !== undefined) {
      readGranularMarkings(object, definitions, reading);
    }
  }
}

function readObjectMarkings(object: StixObject, definitions: Definitions): void {
  const refs = object.json.object_marking_refs;
  if (refs === undefined) return;
  const place = `${object.place}/object_marking_refs`;
  if (!isList(refs)) return readReference(object, refs, place, definitions);
  refs.forEach((ref, n) => readReference(object, ref, `${place}/${n}`, definitions));
}

function readReference(
  object: StixObject,
  ref: Json,
  place: string,
  definitions: Definitions,
): void {
  if (typeof ref !== "string" || ref === "") {
    object.claims.push(unreadableMarking(place, "a marking reference that is no id"));
  } else {
    for (const says of definitions.read(ref, place)) object.claims.push(toClaim(says, place));
  }
}

/** A label is how many publishers mark, against the standard; what it says counts as written. */
function readLabels(object: StixObject): void {
  if (object.json.labels === undefined) return;
  for (const [n, label] of textsAt(object.json, "labels")) {
    const place = n < 0 ? `${object.place}/labels` : `${object.place}/labels/${n}`;
    for (const says of readMarkingLabel(label)) {
      const claim = toClaim(says, place);
      object.claims.push({ ...claim, says: `label "${quoted(label)}": ${claim.says}` });
    }
  }
}
