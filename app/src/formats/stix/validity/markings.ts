import type { Json } from "../../../core/item.ts";
import { selects } from "../../../core/marking/stix-selectors.ts";
import { typeOfId, type Reading, type StixObject } from "../object.ts";
import { isList, isObject, quoted, textsAt } from "../property.ts";
import { isStixId } from "./identity.ts";

/**
 * Notes granular markings that are broken or select nothing, and markings that mark themselves. What
 * is odd about a definition is noted where it is read (`Definitions`). Source: STIX 2.1 section 7.2.
 */
export function noteMarkings(object: StixObject, reading: Reading): void {
  const { json, place } = object;
  const refs = json.object_marking_refs;
  if (refs !== undefined && !isList(refs)) {
    const says = "object_marking_refs is not a list.";
    reading.notes.add("reference-malformed", `${place}/object_marking_refs`, says);
  }
  if (json.granular_markings !== undefined) noteGranular(object, json.granular_markings, reading);
  if (object.type === "marking-definition") noteSelfReference(object, reading);
}

function noteGranular(object: StixObject, entries: Json, { notes }: Reading): void {
  const place = `${object.place}/granular_markings`;
  if (!isList(entries)) return notes.add("granular-marking", place, "This is not a list.");
  entries.forEach((entry, n) => {
    const at = `${place}/${n}`;
    if (!isObject(entry)) return notes.add("granular-marking", at, "This is not an object.");
    const { marking_ref: ref, lang } = entry;
    if ((ref === undefined) === (lang === undefined)) {
      notes.add("granular-marking", at, "It must have exactly one of marking_ref and lang.");
    }
    if (ref !== undefined && !isMarkingId(ref)) {
      const says = "It does not lead to a marking definition.";
      notes.add("reference-malformed", `${at}/marking_ref`, says);
    }
    const selectors = textsAt(entry, "selectors");
    if (selectors.length === 0) notes.add("granular-marking", at, "It selects nothing.");
    for (const [, selector] of selectors) {
      if (selects(object.json, selector)) continue;
      const says = `The selector "${quoted(selector)}" selects nothing in this object.`;
      notes.add("selector-invalid", `${at}/selectors`, says);
    }
  });
}

function isMarkingId(ref: Json): boolean {
  return typeof ref === "string" && isStixId(ref) && typeOfId(ref) === "marking-definition";
}

function noteSelfReference({ id, json, place }: StixObject, { notes }: Reading): void {
  const granular = isList(json.granular_markings) ? json.granular_markings : [];
  const marksItself =
    textsAt(json, "object_marking_refs").some(([, ref]) => ref === id) ||
    granular.some((entry) => isObject(entry) && entry.marking_ref === id);
  if (marksItself) {
    notes.add("marking-self-reference", place, "This marking definition is marked with itself.");
  }
}
