import { readMarkingLabel } from "../../../../core/marking/text.ts";
import type { SanitiseStep } from "../../../../core/release/plan.ts";
import { isObject, textAt } from "../../../stix/property.ts";
import { forEachReference } from "../../../stix/references.ts";
import { readGalaxyLabel } from "../../../stix/galaxy-label.ts";
import { textEditOf } from "../../text/text-edit.ts";
import type { Draft, Entry } from "../draft.ts";
import { textsUnder } from "../object.ts";
import { editTexts } from "./edit-texts.ts";

const STEP = "remove-sources";

/** They say who saw what with which means. */
const GOES: ReadonlySet<string> = new Set(["sighting", "malware-analysis", "opinion"]);
const TELLS: ReadonlySet<string> = new Set(["authors", "contact_information", "received_lines"]);
/** And what may tell in a part of it. */
const MAY_TELL: readonly string[] = [...TELLS, "labels", "external_references"];

/** Catalogues that everybody has: a reference into one says nothing of a source. */
const CATALOGUES: ReadonlySet<string> = new Set([
  "cve",
  "nvd",
  "capec",
  "cwe",
  "cpe",
  "mitre-attack",
  "mitre-mobile-attack",
  "mitre-ics-attack",
  "mitre-pre-attack",
  "mitre-atlas",
]);

/**
 * What reveals a source or a method goes: who created and saw it, what analysed it, tags that say how it
 * came, references to anything but public catalogues, and identities that are nothing but creators.
 * Their names, and those the plan gives, stand in no text.
 */
export function removeSources(
  draft: Draft,
  step: SanitiseStep & { readonly step: "remove-sources" },
): void {
  for (const entry of draft.left()) {
    if (GOES.has(entry.type)) draft.drop(entry, STEP, "what says who saw it, or by which means");
    else if (isObject(entry.json)) cutReferences(entry, draft);
  }
  dropCreators(draft);
  const edit = textEditOf(step, draft.to.own, draft.log);
  if (edit !== undefined) editTexts(draft, STEP, edit);
}

function cutReferences(entry: Entry, draft: Draft): void {
  // Whoever created it: it leaves as ours.
  entry.isChanged ||= entry.type !== "marking-definition" && "created_by_ref" in entry.json;
  if (!MAY_TELL.some((key) => key in entry.json)) return;
  draft.edit(entry, STEP, "what says where it comes from", (value, way) => {
    const [key] = way;
    if (way.length === 1 && TELLS.has(String(key))) return undefined;
    if (way.length !== 2) return value;
    if (key === "labels") return isAboutContent(value) ? value : undefined;
    if (key !== "external_references" || !isObject(value)) return value;
    return CATALOGUES.has((textAt(value, "source_name") ?? "").toLowerCase()) ? value : undefined;
  });
}

/** A marking, or what the object is about. */
function isAboutContent(label: unknown): boolean {
  return (
    typeof label === "string" &&
    (readGalaxyLabel(label) !== undefined || readMarkingLabel(label).length > 0)
  );
}

/** Identities that others refer to as their creators only. Their names are taken out of texts at the end. */
function dropCreators(draft: Draft): void {
  const creators = new Set<string>();
  const others = new Set<string>();
  for (const entry of draft.left()) {
    forEachReference(entry.json, "", ({ key, value }) => {
      if (typeof value !== "string" || !value.startsWith("identity--")) return;
      (key.endsWith("_by_ref") ? creators : others).add(value);
    });
  }
  for (const id of creators) {
    const entry = draft.find(id);
    if (draft.own.isOwn(id)) continue;
    draft.log.secret("originator", id, entry?.place ?? "a creator");
    if (entry === undefined) continue;
    entry.isChanged = true;
    if (others.has(id)) continue;
    for (const name of textsUnder(entry.json, "name")) {
      draft.log.secret("originator", name, `${entry.place}/name`);
    }
    draft.drop(entry, STEP, "an identity that is a creator and nothing else");
  }
}
