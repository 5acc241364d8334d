import { sayUnreadable, type MarkingSays } from "../../core/marking/says.ts";
import { readMarkingLabel } from "../../core/marking/text.ts";

/** Fields that hold nothing but a marking: a value that is not understood is an unreadable one. */
const ONLY_MARKINGS = new Set([
  "tlp",
  "pap",
  "iep",
  "marking",
  "markings",
  "protective-marking",
  "security-marking",
  "security-label",
  "rubricering",
  "caveat",
  "caveats",
  "dissemination",
  "sensitivity",
]);
/** Fields that often hold something else (a kind of malware, say): only what is understood counts. */
const SOMETIMES_MARKINGS = new Set(["classification", "handling", "label", "labels", "keywords"]);
/** RFC 4021 section 2.1.55 has no value for "nothing special"; mail programs write this one. */
const NOTHING_SPECIAL = new Set(["", "normal"]);

/**
 * The marking in a named field of a document: a column of a CSV file, a header of an e-mail, a
 * property of a PDF. [] when the name is not one that holds markings.
 */
export function readMarkingField(name: string, value: string): readonly MarkingSays[] {
  const key = toKey(name);
  const isOnly = ONLY_MARKINGS.has(key);
  if (!isOnly && !SOMETIMES_MARKINGS.has(key)) return [];
  const text = value.trim();
  if (NOTHING_SPECIAL.has(text.toLowerCase())) return [];
  const found = readMarkingLabel(text);
  if (found.length > 0) return found;
  const named = key === "tlp" || key === "pap" ? readMarkingLabel(`${key}:${text}`) : [];
  if (named.length > 0 || !isOnly) return named;
  return sayUnreadable(`${key}:${text}`, `the field ${key} holds a marking that is not understood`);
}

/** Does a field of this name hold a marking, always or sometimes? */
export function isMarkingField(name: string): boolean {
  return ONLY_MARKINGS.has(toKey(name)) || SOMETIMES_MARKINGS.has(toKey(name));
}

function toKey(name: string): string {
  return name.trim().toLowerCase().replaceAll(/[\s_]/g, "-").replace(/^x-/, "");
}
