import type { Json, Note } from "../../core/item.ts";
import { part } from "../../core/marking/json-value.ts";
import { sayUnreadable, type MarkingSays } from "../../core/marking/says.ts";
import { readStatement } from "../../core/marking/statement.ts";
import { readMarkingLabel } from "../../core/marking/text.ts";
import type { ClaimSet } from "./claim-set.ts";
import { readSharingGroup } from "./csaf-sharing-group.ts";

const AT = "/document/distribution";
/** CSAF 2.0 section 3.2.1.5.2 and CSAF 2.1 section 3.2.2.5.3: the labels each version has. */
const LABELS: ReadonlyMap<Json | undefined, readonly string[]> = new Map([
  ["2.0", ["AMBER", "GREEN", "RED", "WHITE"]],
  ["2.1", ["AMBER", "AMBER+STRICT", "CLEAR", "GREEN", "RED"]],
]);
/** Sentences of a distribution text that limit nothing, as publishers write them. */
const NO_LIMIT =
  /copyright|©|\(c\)|all rights reserved|licen[cs]e|distribute freely|(?:not|un)[ -]?(?:limited|restricted)|terms of use|terms and conditions/i;
const LONGEST = 10_000;

/**
 * Adds what `/document/distribution` says: the TLP label, the sharing group, and constraints in
 * words. A label that is not there says nothing: the default of the schema is advice to authors.
 *
 * Source: CSAF 2.0 section 3.2.1.5, CSAF 2.1 section 3.2.2.5.
 */
export function addDistribution(document: Json, set: ClaimSet, notes: Note[]): void {
  const distribution = part(document, "distribution");
  const label = part(part(distribution, "tlp"), "label");
  if (part(distribution, "tlp") !== undefined) {
    add(set, `${AT}/tlp/label`, readLabel(label));
    noteLabel(label, part(document, "csaf_version"), notes);
  }
  const group = part(distribution, "sharing_group");
  if (group !== undefined) {
    const { says, problems } = readSharingGroup(group, label);
    add(set, `${AT}/sharing_group`, says);
    for (const problem of problems) note(notes, "csaf-sharing-group", "sharing_group", problem);
  }
  const text = part(distribution, "text");
  if (text !== undefined) add(set, `${AT}/text`, readConstraint(text));
}

function readLabel(label: Json | undefined): readonly MarkingSays[] {
  const says = typeof label === "string" ? readMarkingLabel(`TLP:${label}`) : [];
  return says.length > 0 ? says : sayUnreadable("tlp", "a TLP entry without a label", "tlp");
}

function noteLabel(label: Json | undefined, version: Json | undefined, notes: Note[]): void {
  const labels = LABELS.get(version);
  if (labels === undefined) {
    const says = "This is neither CSAF 2.0 nor 2.1; it is read as if it were.";
    notes.push({ code: "csaf-version", place: "/document/csaf_version", says });
  } else if (typeof label !== "string" || !labels.includes(label)) {
    note(notes, "csaf-label", "tlp/label", "This is no TLP label of the version of the document.");
  }
}

/** Section 3.2.2.5.2: additional constraints. What is not known to limit nothing is unreadable. */
function readConstraint(text: Json): readonly MarkingSays[] {
  const says = readStatement({ statement: text });
  if (says.length > 0) return says;
  const sentences = (typeof text === "string" ? text : JSON.stringify(text))
    .slice(0, LONGEST)
    .split(/[.;\r\n]+/);
  const isFree = sentences.every((one) => one.trim() === "" || NO_LIMIT.test(one));
  return isFree ? [] : sayUnreadable(sentences.join(" "), "constraints in plain words");
}

function add(set: ClaimSet, place: string, markings: readonly MarkingSays[]): void {
  set.addMarkings({ unit: AT, place, text: "" }, markings);
}

function note(notes: Note[], code: string, at: string, says: string): void {
  notes.push({ code, place: `${AT}/${at}`, says });
}
