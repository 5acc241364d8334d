import type { Json } from "../../../core/item.ts";
import { readMarkingDefinition } from "../../../core/marking/definition.ts";
import { IEP_EXTENSION } from "../../../core/marking/iep.ts";
import { ACS_EXTENSION } from "../../../core/marking/acs.ts";
import { CUI_EXTENSION } from "../../../core/marking/cui.ts";
import type { Way } from "../../../core/release/rewrite.ts";
import { isObject } from "../../stix/property.ts";
import { isComplete } from "../../stix/validity/required.ts";
import { ORDERED } from "../../stix/validity/timestamps.ts";
import { compareInstants } from "../../stix/timestamp.ts";
import type { Draft, Entry } from "./draft.ts";
import { pointer, textOf, without } from "./object.ts";
import { standardId, standardMarking } from "./known-markings.ts";
import { isPattern } from "./pattern.ts";
import { withSoundMarkings } from "./sound-markings.ts";
import { fits, fitsKey, isWhole } from "./shape/fits.ts";
import { isObservable, shapeAt, shapeOf, shapesAt } from "./shape/shape.ts";

const STEP = "allow-list";
const STANDARD: ReadonlySet<string> = new Set(["type", "spec_version", "id"]);
/** Extensions of marking definitions that travel whole: they are the marking. */
const MARKINGS: ReadonlySet<string> = new Set([IEP_EXTENSION, ACS_EXTENSION, CUI_EXTENSION]);

/**
 * Leaves of every object what the standard gives its type, in the form the standard asks for, and
 * nothing else: no property of a publisher's own, no extension that is not the standard's, no type that
 * nobody knows. An object that lacks what it must have goes; so does one that its source revoked, since
 * it cannot be revoked under another id.
 *
 * @param mayHoldBytes whether content in base64, into which no step sees, may leave
 */
export function keepAllowed(draft: Draft, mayHoldBytes: boolean): void {
  for (const entry of draft.left()) {
    if (entry.type === "marking-definition") keepMarking(entry, draft);
    else if (shapeOf(entry.type) === undefined) {
      draft.drop(entry, STEP, "an object of a type of which nothing leaves");
    } else if (entry.json["revoked"] === true) {
      draft.drop(entry, STEP, "an object that its source has revoked", "id");
    } else keepShape(entry, draft, mayHoldBytes);
  }
}

/** Takes away every part of an object that lacks what such a part must have. */
export function dropIncompleteParts(entry: Entry, draft: Draft): void {
  if (entry.type === "marking-definition" || !Object.values(entry.json).some(hasParts)) return;
  edit(entry, draft, "a part without what it must have", (value, way) => {
    if (!isObject(value)) return true;
    const shape = shapeAt(entry.type, way);
    return shape?.kind !== "object" || isWhole(value, shape);
  });
}

function hasParts(value: Json): boolean {
  return isObject(value) || (Array.isArray(value) && (value as readonly Json[]).some(hasParts));
}

/** Drops the object unless it has all that its type must have. Says whether it stays. */
export function dropIncomplete(entry: Entry, draft: Draft): boolean {
  const { json, type } = entry;
  const isBare =
    isObservable(type) &&
    Object.keys(
      without(json, "type", "id", "spec_version", "object_marking_refs", "granular_markings"),
    ).length === 0;
  if (
    isComplete(json, type) &&
    !isBare &&
    (shapeOf(type)?.required ?? []).every((key) => key in json)
  ) {
    return true;
  }
  draft.drop(entry, STEP, "an object without what it must have", "id");
  return false;
}

function keepShape(entry: Entry, draft: Draft, mayHoldBytes: boolean): void {
  const { type } = entry;
  edit(
    entry,
    draft,
    "a property of which nothing is known, or in no form that it may have",
    (value, way) => {
      if (way.length === 1 && STANDARD.has(String(way[0]))) return true;
      const [above, shape] = shapesAt(type, way);
      if (way[0] === "payload_bin" && !mayHoldBytes) return false;
      const name = nameOf(way);
      if (!fitsKey(String(way.at(-1)), above)) return false;
      return shape !== undefined && fits(value, shape, name === "value" ? type : name);
    },
  );
  dropIncompleteParts(entry, draft);
  if (Object.keys(entry.json).some((key) => contradicts(entry, key))) {
    edit(
      entry,
      draft,
      "a property that contradicts another",
      (_, way) => way.length !== 1 || !contradicts(entry, String(way[0])),
    );
  }
  requireVersion(entry);
  requireTimes(entry);
  const sound = withSoundMarkings(entry.json);
  if (sound === undefined) {
    return draft.drop(entry, STEP, "an object with a granular marking that nobody can read", "id");
  }
  if (sound !== entry.json) entry.isChanged = true;
  entry.json = sound;
  if (hasBrokenPattern(entry)) {
    return draft.drop(entry, STEP, "an indicator whose pattern nobody can read", "id");
  }
  dropIncomplete(entry, draft);
}

/** Only an observable may leave its version unsaid. */
function requireVersion(entry: Entry): void {
  const version = entry.json["spec_version"];
  if (version === "2.1" || (version === undefined && isObservable(entry.type))) return;
  entry.json = { ...entry.json, spec_version: "2.1" };
  entry.isChanged = true;
}

/** An object without sound times of creation gets those of the copy. Source: STIX 2.1 section 3.2. */
function requireTimes(entry: Entry): void {
  if (isObservable(entry.type)) return;
  const { created, modified } = entry.json;
  const isSound =
    [created, modified].every((time) => typeof time === "string" && /\.\d{3,}Z$/.test(time)) &&
    compareInstants(textOf(created), textOf(modified)) <= 0;
  if (!isSound) entry.isChanged = true;
}

function hasBrokenPattern({ json }: Entry): boolean {
  return json["pattern_type"] === "stix" && !isPattern(textOf(json["pattern"]));
}

/** What the standard lets nobody say at once. Source: STIX 2.1 sections 2.18, 4.11, 6.1, 6.6. */
function contradicts({ json, type }: Entry, key: string): boolean {
  const [earlier, mayBeEqual] = ORDERED.get(key) ?? [];
  const [from, to] = [earlier === undefined ? undefined : json[earlier], json[key]];
  if (typeof from === "string" && typeof to === "string" && key !== "modified") {
    const order = compareInstants(from, to);
    if (order > 0 || (order === 0 && mayBeEqual !== true)) return true;
  }
  if (key === "precision") return json["latitude"] === undefined || json["longitude"] === undefined;
  if (key === "latitude") return json["longitude"] === undefined;
  if (key === "longitude") return json["latitude"] === undefined;
  if (type === "artifact" && key === "url")
    return json["payload_bin"] !== undefined || json["hashes"] === undefined;
  if (type === "artifact" && key === "decryption_key")
    return json["encryption_algorithm"] === undefined;
  if (key === "end") return json["is_active"] === true;
  // Hives are named in full.
  if (key === "key") return /^(?:HKLM|HKCC|HKCR|HKCU|HKU)/i.test(textOf(json[key]));
  if (type !== "email-message") return false;
  return key === "body"
    ? json["is_multipart"] === true
    : key === "body_multipart" && json["is_multipart"] !== true;
}

/**
 * A marking leaves as what it says: under a well-known id as the standard object, else as a statement or
 * one of the markings that are read here. One that would say something else afterwards does not leave.
 */
function keepMarking(entry: Entry, draft: Draft): void {
  const says = saysOf(entry.original, entry.id);
  const standard = standardMarking(standardId(entry.id));
  if (standard !== undefined) entry.json = standard;
  else {
    edit(entry, draft, "a property of which nothing is known", (value, way) => {
      if (way[0] === "extensions") return way.length < 2 || MARKINGS.has(String(way[1]));
      if (way.length === 1 && STANDARD.has(String(way[0]))) return true;
      const shape = shapeAt(entry.type, way);
      return shape !== undefined && fits(value, shape, nameOf(way));
    });
    requireVersion(entry);
  }
  const isSame = saysOf(entry.json, entry.id) === says && isComplete(entry.json, entry.type);
  const isTlp = standard === undefined && entry.json["definition_type"] === "tlp";
  if (!isSame || isTlp) draft.drop(entry, STEP, "a marking that cannot leave as it is", "id");
}

function saysOf(json: Entry["json"], id: string): string {
  const { says } = readMarkingDefinition(id, json);
  return JSON.stringify(says.map(({ fact, value }) => `${fact} ${value}`).toSorted());
}

/** Takes away every value that does not stay; the log calls the first one of a kind in an object. */
function edit(
  entry: Entry,
  draft: Draft,
  says: string,
  stays: (value: Json, way: Way) => boolean,
): void {
  draft.edit(entry, STEP, says, (value, way) => (stays(value, way) ? value : undefined));
}

/** The last property name on a way. */
function nameOf(way: Way): string {
  const name = way.findLast((step) => typeof step === "string");
  return typeof name === "string" ? name : pointer({ place: "" }, way);
}
