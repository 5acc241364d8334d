import { isObject, textAt } from "../../formats/stix/property.ts";
import { isTimestamp } from "../../formats/stix/timestamp.ts";
import { isStixId } from "../../formats/stix/validity/identity.ts";
import { isObservableType } from "../../formats/stix/validity/observable-types.ts";
import type { IntakeObject } from "../../usecases/release/outbox.ts";
import type { SentObject } from "./body.ts";

/** What an object is called that has no id of its own: a status must name something. */
const NAMELESS = "unknown--00000000-0000-4000-8000-000000000000";
const SPEC_VERSIONS: readonly string[] = ["2.0", "2.1"];

/**
 * What becomes of one object: it is taken as it came, or refused with one sentence. Taken is what can be
 * told from others: an object of STIX 2 with an id of its own type and a version. Whether it is any good is
 * for whoever takes it in to see.
 *
 * `place`: "objects[2]". `at`: the time of the request, the version of what has none.
 */
export function toIntakeObject(
  { json, bytes }: SentObject,
  place: string,
  at: string,
): IntakeObject {
  if (!isObject(json)) return refused(NAMELESS, at, `${place} is no object`);
  const id = textAt(json, "id") ?? "";
  const type = textAt(json, "type") ?? "";
  const version = textAt(json, "modified") ?? textAt(json, "created");
  const known = version !== undefined && isTimestamp(version) ? version : at;
  if (!isStixId(id)) return refused(NAMELESS, known, `${place} has no id of the form type--UUID`);
  if (id.slice(0, -UUID_AND_HYPHENS) !== type) {
    return refused(id, known, `${place} has an id of another type than its own`);
  }
  if (!SPEC_VERSIONS.includes(textAt(json, "spec_version") ?? "2.1")) {
    return refused(id, known, `${place} is neither STIX 2.0 nor 2.1`);
  }
  if (
    version === undefined ? !isObservableType(type) && hasVersions(type) : !isTimestamp(version)
  ) {
    return refused(id, known, `${place} has no time in "modified" or "created"`);
  }
  return { id, version: known, state: "success", bytes };
}

const UUID_AND_HYPHENS = "--00000000-0000-4000-8000-000000000000".length;

/** Observables of other people's making have none either (STIX 2.1 section 7.3). */
function hasVersions(type: string): boolean {
  return !type.startsWith("x-");
}

function refused(id: string, version: string, problem: string): IntakeObject {
  return { id, version, state: "failure", message: `${problem}.` };
}
