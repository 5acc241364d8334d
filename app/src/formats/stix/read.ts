import type { ActorTable } from "../../core/actor.ts";
import type { Json, JsonObject, Note, Part } from "../../core/item.ts";
import { readAge } from "./age.ts";
import { Budget } from "./budget.ts";
import { readContainers } from "./containers.ts";
import { IdIndex } from "./id-index.ts";
import { unreadableMarking } from "./marking-claim.ts";
import { readMarkings } from "./markings.ts";
import { Mentions } from "./mentions.ts";
import { NoteBook } from "../note-book.ts";
import type { Reading, StixFormat, StixObject } from "./object.ts";
import { Originators, readDerived } from "./originators.ts";
import { isObject } from "./property.ts";
import { unwrap } from "./recognise.ts";
import { forEachReference } from "./references.ts";
import { readRelations } from "./relations.ts";
import { readSubject } from "./subject.ts";
import { noteInvalid } from "./validity.ts";
import { ReferenceRules } from "./validity/references.ts";

/** What is read from a STIX file. */
export interface StixReading {
  readonly format: StixFormat;
  /** One for each object, in the order of the file; an entry that is none has the id "". */
  readonly parts: readonly Part[];
  readonly notes: readonly Note[];
}

/**
 * Reads STIX 2.1 or 2.0: a bundle, a bare array, a TAXII envelope or a single object. Objects of
 * unknown types are kept. What only breaks the standard is noted; an entry that is no object or has
 * no id and type is kept as a part whose marking is unreadable.
 *
 * @param json    as a strict reader hands it over
 * @param context the actors known to the site; how messages call the input; whether only claims are
 *   wanted, and what breaks the standard is not noted
 * @throws Refusal "unknown-format" when it is not STIX, "broken-document" when the bundle's objects
 *   are no list, "too-many-nodes" when its references multiply beyond reason.
 */
export function readStix(
  json: Json,
  context: { readonly actors: ActorTable; readonly name: string; readonly claimsOnly?: true },
): StixReading {
  const file = unwrap(json, context.name);
  const notes = new NoteBook();
  const objects = file.entries.map((entry, n) => {
    const isAlone = file.entries.length === 1 && entry === json;
    return toObject(entry, n, isAlone ? "" : `${file.place}/${n}`, notes);
  });
  const budget = new Budget(context.name);
  const ids = new IdIndex(objects, budget);
  const reading: Reading = { ...context, format: file.format, objects, ids, notes, budget };
  const relations = readRelations(reading);
  readMarkings(reading);
  readContainers(reading);
  const isNoted = context.claimsOnly !== true;
  const mentions = followReferences(reading, isNoted);
  readDerived(reading, relations);
  readAge(reading, relations);
  readSubject(reading, relations, mentions);
  if (isNoted) noteInvalid(reading, file.bundle);
  const parts = objects.length === 0 ? [emptyPart()] : objects.map(toPart);
  return { format: file.format, parts, notes: notes.all() };
}

/** Walks over all references once, for everyone who looks at them. */
function followReferences(reading: Reading, isNoted: boolean): Mentions {
  const originators = new Originators(reading);
  const mentions = new Mentions(reading);
  const rules = isNoted ? new ReferenceRules(reading) : undefined;
  for (const object of reading.objects) {
    forEachReference(object.json, object.place, (reference) => {
      originators.see(object, reference);
      mentions.see(object, reference);
      rules?.see(object, reference);
    });
  }
  return mentions;
}

function toObject(entry: Json, index: number, place: string, notes: NoteBook): StixObject {
  const [id, type] = isObject(entry) ? [entry.id, entry.type] : [];
  if (isObject(entry) && isUsable(id) && isUsable(type) && type !== "bundle") {
    return { index, id, type, place, json: entry, claims: [] };
  }
  const what = whatItIs(entry);
  notes.add("object-unusable", place, `This is ${what}; it is kept, and nothing in it was read.`);
  const claims = [unreadableMarking(place, what)];
  return { index, id: "", type: "", place, json: NOTHING, claims };
}

function whatItIs(entry: Json): string {
  if (!isObject(entry)) return "no object";
  return entry.type === "bundle"
    ? "a bundle inside a bundle"
    : "an object without a usable id and type";
}

const NOTHING: JsonObject = {};

/** Longer than any type, "--" and a UUID together. */
const LONGEST_ID = 300;

function isUsable(text: Json | undefined): text is string {
  return typeof text === "string" && text !== "" && text.length <= LONGEST_ID;
}

/** A bundle without objects: nothing was read from it, so it must not pass for harmless. */
function emptyPart(): Part {
  return { id: "", type: "bundle", place: "", claims: [unreadableMarking("", "an empty bundle")] };
}

function toPart({ id, type, place, claims }: StixObject): Part {
  const isDefinition = type === "marking-definition" || type === "extension-definition";
  return { id, type, place, claims, ...(isDefinition ? { isDefinition } : {}) };
}
