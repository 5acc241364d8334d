import type { Json, Note } from "../../core/item.ts";
import { part } from "../../core/marking/json-value.ts";
import { ClaimSet } from "./claim-set.ts";
import { addDistribution } from "./csaf-distribution.ts";
import { documentOf, type DocumentRead } from "./document-read.ts";
import { textsIn } from "./json-texts.ts";

/** Categories by which the publisher takes a document back (CSAF 2.1 section 4). */
const TAKEN_BACK: ReadonlyMap<Json | undefined, string> = new Map([
  ["csaf_withdrawn", "the publisher has withdrawn this document"],
  ["csaf_superseded", "the publisher has replaced this document by another"],
]);
/** Read by `addDistribution`, with their meaning. */
const LABEL = /^\/document\/distribution\/(?:tlp|sharing_group)\//;
const NAMESPACE = /^[!-~]{1,500}$/;
const CREDITED = /\/acknowledgments\/\d+\/names\/\d+$/;

/** Is this a CSAF document, whatever its version? */
export function looksLikeCsaf(json: Json): boolean {
  return typeof part(part(json, "document"), "csaf_version") === "string";
}

/**
 * Reads a CSAF 2.0 or 2.1 document. TLP label, sharing group and distribution text cover the whole
 * of it (3.2.2.5); its publisher is an originator; every text in it is read as running text. Places
 * are JSON pointers. A document that is merely invalid is kept, and noted where that touches on
 * sharing.
 */
export function readCsaf(json: Json): DocumentRead {
  const document = part(json, "document") ?? {};
  const set = new ClaimSet();
  const notes: Note[] = [];
  addDistribution(document, set, notes);
  addTexts(json, set);
  addPublisher(json, document, set);
  addTracking(document, set);
  return documentOf("csaf", set.claims, notes);
}

function addTexts(json: Json, set: ClaimSet): void {
  for (const { place, text } of textsIn(json)) {
    if (LABEL.test(place)) continue;
    const unit = place.split("/", 3).join("/");
    for (const line of text.split(/[\r\n]+/)) set.addLine({ unit, place, text: line });
    if (CREDITED.test(place)) set.addPerson({ unit, place, text }, "credits a person by name");
  }
}

/** CSAF 2.1 section 3.2.2.9: the namespace is what identifies a publisher, its name does not. */
function addPublisher(json: Json, document: Json, set: ClaimSet): void {
  const place = "/document/publisher/namespace";
  const namespace = part(part(document, "publisher"), "namespace");
  if (typeof namespace !== "string" || !NAMESPACE.test(namespace)) return;
  const value = `csaf-publisher:${namespace}`;
  set.add("", { fact: "originators", value, place, says: "the publisher" });
  if (isCredited(document, part(json, "vulnerabilities"))) return;
  const says = "the publisher, and nobody else is credited";
  set.add("", { fact: "originatorsKnown", value: true, place, says });
}

function addTracking(document: Json, set: ClaimSet): void {
  const says = TAKEN_BACK.get(part(document, "category"));
  const category = { fact: "revokedBySource", value: true, place: "/document/category" } as const;
  if (says !== undefined) set.add("", { ...category, says });
  const place = "/document/tracking/current_release_date";
  const released = part(part(document, "tracking"), "current_release_date");
  if (typeof released !== "string" || Number.isNaN(Date.parse(released))) return;
  set.add("", { fact: "ageStated", value: true, place, says: "the date of this release" });
}

/** Anybody who is thanked, for the document or for a vulnerability, contributed to it. */
function isCredited(document: Json, vulnerabilities: Json | undefined): boolean {
  const all = [document, ...(Array.isArray(vulnerabilities) ? (vulnerabilities as Json[]) : [])];
  return all.some((one) => part(one, "acknowledgments") !== undefined);
}
