import type { JsonObject } from "../../core/item.ts";
import type { Reading } from "./object.ts";
import { noteIdentity, noteType } from "./validity/identity.ts";
import { noteMarkings } from "./validity/markings.ts";
import { noteObservables } from "./validity/observables.ts";
import { noteRelationshipType } from "./validity/references.ts";
import { noteMissing } from "./validity/required.ts";
import { noteTimestamps } from "./validity/timestamps.ts";
import { noteVersions } from "./validity/versions.ts";

/**
 * Notes what in a file breaks a MUST of STIX that a decision or a release relies on: ids, types,
 * timestamps, versions, markings and selectors, references, required properties. Nothing is refused
 * or repaired, and nothing that only breaks a SHOULD is noted. References are noted one by one, by
 * `ReferenceRules`, while they are followed.
 *
 * Source: STIX 2.1 sections 2.9, 2.16, 2.18, 3.2 to 3.6, 7.2; STIX 2.0 parts 1, 2 and 4.
 */
export function noteInvalid(reading: Reading, bundle: JsonObject | undefined): void {
  if (bundle !== undefined) noteBundle(reading, bundle);
  for (const object of reading.objects) {
    if (object.id === "") continue;
    noteType(object, reading);
    noteIdentity(object, reading);
    noteMissing(object, reading);
    noteTimestamps(object.json, object.type, object.place, reading);
    noteRelationshipType(object, reading);
    noteMarkings(object, reading);
    if (object.type === "observed-data" && object.json.objects !== undefined) {
      noteObservables(object, reading);
    }
  }
  noteVersions(reading);
}

function noteBundle({ notes, format }: Reading, bundle: JsonObject): void {
  if (bundle.type !== "bundle") {
    notes.add("property-missing", "/type", "This bundle does not say that it is one.");
  }
  if (format === "stix-2.0" && bundle.spec_version === undefined) {
    notes.add("property-missing", "/spec_version", "A bundle of STIX 2.0 must state its version.");
  }
  if (bundle.objects === undefined) {
    notes.add("bundle-empty", "", "This bundle holds no objects.");
  }
}
