import type { Json, JsonObject } from "../../../core/item.ts";
import { selects } from "../../../core/marking/stix-selectors.ts";
import { isList, isObject } from "../../stix/property.ts";
import { isStixId } from "../../stix/validity/identity.ts";
import { textsUnder, without } from "./object.ts";
import { fits } from "./shape/fits.ts";

/**
 * The object with its granular markings in the form the standard gives them, each on what it is on;
 * undefined where one cannot be read, so that nobody knows what it restricts. An entry for a language
 * that is none, and one that selects nothing any more, go.
 *
 * Source: STIX 2.1 section 7.2.3.
 */
export function withSoundMarkings(object: JsonObject): JsonObject | undefined {
  const entries = object["granular_markings"];
  if (entries === undefined) return object;
  if (!isList(entries)) return undefined;
  const sound: Json[] = [];
  for (const entry of entries) {
    const read = readEntry(entry, object);
    if (read === "unreadable") return undefined;
    if (read !== undefined) sound.push(read);
  }
  const rest = without(object, "granular_markings");
  if (sound.length === 0) return rest;
  const isSame = JSON.stringify(sound) === JSON.stringify(entries);
  return isSame ? object : { ...rest, granular_markings: sound };
}

function readEntry(entry: Json, object: JsonObject): JsonObject | "unreadable" | undefined {
  if (!isObject(entry)) return "unreadable";
  const { marking_ref: ref, lang } = entry;
  const selectors = textsUnder(entry, "selectors").filter((one) => selects(object, one));
  if (ref === undefined) {
    const isLanguage =
      typeof lang === "string" && fits(lang, { kind: "single", of: "word" }, "lang");
    return isLanguage && selectors.length > 0 ? { lang, selectors } : undefined;
  }
  const isMarking =
    typeof ref === "string" && ref.startsWith("marking-definition--") && isStixId(ref);
  if (!isMarking || !isList(entry["selectors"])) return "unreadable";
  return selectors.length > 0 ? { marking_ref: ref, selectors } : undefined;
}
