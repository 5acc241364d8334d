import type { Json, JsonObject, Note } from "../../core/item.ts";
import { isObject, part } from "../../core/marking/json-value.ts";
import { Refusal } from "../../core/refusal.ts";
import { ClaimSet } from "./claim-set.ts";
import { addDistribution } from "./csaf-distribution.ts";
import { documentOf, type DocumentRead } from "./document-read.ts";
import { textsIn } from "./json-texts.ts";

/** Categories by which the publisher takes a document back (CSAF 2.1 profiles 6 and 7). */
const TAKEN_BACK: ReadonlyMap<Json | undefined, string> = new Map([
  ["csaf_withdrawn", "the publisher has withdrawn this document"],
  ["csaf_superseded", "the publisher has replaced this document by another"],
]);
/** Read by `addDistribution`, with their meaning. */
const LABEL = /^\/document\/distribution\/tlp\//;
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
 *
 * @throws Refusal "broken-document" when it is no CSAF document.
 */
export function readCsaf(json: Json, name: string): DocumentRead {
  const document = part(json, "document");
  if (!isObject(document)) {
    throw new Refusal("broken-document", `${name} (/document)`, "no object", "give a CSAF document");
  }
  const set = new ClaimSet();
  const notes: Note[] = [];
  addDistribution(document, set, notes);
  addTexts(json, set);
  addPublisher(document, set);
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
function addPublisher(document: JsonObject, set: ClaimSet): void {
  const place = "/document/publisher/namespace";
  const namespace = part(part(document, "publisher"), "namespace");
  if (typeof namespace !== "string" || namespace.trim() === "") return;
  const value = `csaf-publisher:${namespace.trim()}`;
  set.add("", { fact: "originators", value, place, says: "the publisher" });
  const says = "the publisher, and nobody else is credited";
  if (!isCredited(document)) set.add("", { fact: "originatorsKnown", value: true, place, says });
}
