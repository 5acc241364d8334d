import type { Json } from "../../../core/item.ts";
import type { NoteBook } from "../../note-book.ts";
import { typeOfId, type Reading, type StixObject } from "../object.ts";
import { quoted } from "../property.ts";
import { placeOf, type Reference } from "../references.ts";
import { isStixId } from "./identity.ts";
import { isTheSameInAll, mayBe, targetTypes } from "./reference-types.ts";

/**
 * Notes references that are no ids, or that lead to a type they must not lead to. That one leads out
 * of the file is legal. Own properties of publishers (`x_…`) hold what they like.
 */
export class ReferenceRules {
  readonly #notes: NoteBook;
  /** By key, the value last found in order: creators and markings mostly repeat. */
  readonly #good = new Map<string, Json>();

  constructor({ notes }: Reading) {
    this.#notes = notes;
  }

  see({ type }: StixObject, reference: Reference): void {
    const { key, value } = reference;
    if (key.startsWith("x_") || this.#good.get(key) === value) return;
    if (typeof value !== "string" || !isStixId(value)) {
      const says = `The reference under ${quoted(key)} is not an id of the form type--UUID.`;
      return this.#notes.add("reference-malformed", placeOf(reference), says);
    }
    const allowed = targetTypes(type, key);
    if (allowed !== undefined && !mayBe(allowed, value)) {
      const says = `${quoted(key)} must not lead to the type "${quoted(typeOfId(value))}".`;
      return this.#notes.add("reference-type", placeOf(reference), says);
    }
    if (isTheSameInAll(key)) this.#good.set(key, value);
  }
}

/** Notes a relationship type that is none. Source: STIX 2.1 section 3.2 and 5.1. */
export function noteRelationshipType({ type, json, place }: StixObject, { notes }: Reading): void {
  const relation = json.relationship_type;
  if (type !== "relationship" || relation === undefined) return;
  if (typeof relation === "string" && RELATIONSHIP_TYPE.test(relation)) return;
  const says = "A relationship type has only lower-case letters, digits and hyphens.";
  notes.add("relationship-type-malformed", `${place}/relationship_type`, says);
}

const RELATIONSHIP_TYPE = /^[a-z0-9-]{1,250}$/;
