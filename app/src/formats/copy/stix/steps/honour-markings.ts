import type { Json, JsonObject } from "../../../../core/item.ts";
import { selects } from "../../../../core/marking/stix-selectors.ts";
import { findMarkings, type MarkingSays } from "../../../../core/marking/text.ts";
import { toSelector } from "../../../../core/release/rewrite.ts";
import { isList, isObject } from "../../../stix/property.ts";
import type { Ceiling } from "../../ceiling.ts";
import type { Claims } from "../claims.ts";
import type { Draft, Entry } from "../draft.ts";
import { pointer } from "../object.ts";
import { kindAt } from "../shape/shape.ts";
import { textsIn } from "../texts-in.ts";

const STEP = "honour-markings";

/** Without these an object is none, or is without its markings. */
const WHOLE = /^(?:type|id|spec_version|object_marking_refs|granular_markings)(?:\.|$)/;

/**
 * Takes out what is marked stricter than the ceiling, is under a control of its originator, or carries a
 * marking that is not understood: whole objects, single properties under granular markings with all
 * below them, and texts that carry such a marking in their own words. A granular marking that is looser
 * than its object lowers nothing. What a report or grouping is marked with restricts its members by the
 * same creator, and never opens them.
 *
 * Source: STIX 2.1 section 7.2; DESIGN section 4; standards.md S06, S07, S09.
 */
export function honourMarkings(draft: Draft, claims: Claims, ceiling: Ceiling): void {
  for (const entry of draft.left()) {
    if (entry.type === "marking-definition" || entry.type === "extension-definition") continue;
    if (
      ceiling.isExceededBy(claims.of(entry).filter((claim) => !isGranular(entry, claim, claims)))
    ) {
      draft.drop(entry, STEP, "an object marked stricter than may leave");
      continue;
    }
    takeOutSelected(entry, draft, claims, ceiling);
    if (!entry.isGone) takeOutTexts(entry, draft, ceiling);
  }
}

function isGranular(
  entry: Entry,
  claim: Parameters<Claims["placeIn"]>[1],
  claims: Claims,
): boolean {
  return claims.placeIn(entry, claim)?.startsWith("granular_markings") === true;
}

function takeOutSelected(entry: Entry, draft: Draft, claims: Claims, ceiling: Ceiling): void {
  const granular = entry.json["granular_markings"];
  if (granular === undefined) return;
  const goes = new Set<string>();
  let isBroken = !isList(granular);
  for (const [n, one] of isList(granular) ? granular.entries() : []) {
    const place = `granular_markings/${n}`;
    const says = claims.of(entry).filter((claim) => {
      const at = claims.placeIn(entry, claim);
      return at === place || at?.startsWith(`${place}/`) === true;
    });
    if (!ceiling.isExceededBy(says)) continue;
    const selectors = selectorsOf(one, entry.json);
    if (selectors === undefined) isBroken = true;
    for (const selector of selectors ?? []) goes.add(selector);
  }
  if (isBroken || [...goes].some((selector) => WHOLE.test(selector))) {
    draft.drop(entry, STEP, "an object with a granular marking that stands for all of it");
  } else if (goes.size > 0) {
    draft.edit(entry, STEP, "a property marked stricter than may leave", (value, way) =>
      goes.has(toSelector(way)) ? undefined : value,
    );
  }
}

/** Undefined where one of them selects nothing: what was meant is not known. */
function selectorsOf(granular: Json, object: JsonObject): readonly string[] | undefined {
  const selectors = isObject(granular) ? granular["selectors"] : undefined;
  if (!isList(selectors) || selectors.length === 0) return undefined;
  const texts = selectors.filter((one) => typeof one === "string");
  const isSound = texts.length === selectors.length && texts.every((one) => selects(object, one));
  return isSound ? texts : undefined;
}

function takeOutTexts(entry: Entry, draft: Draft, ceiling: Ceiling): void {
  if (textsIn(entry).running.every((text) => markingsIn(text).length === 0)) return;
  draft.edit(entry, STEP, "a text that carries a stricter marking", (value, way) => {
    if (typeof value !== "string" || kindAt(entry.type, way) !== "text") return value;
    const found = markingsIn(value);
    if (found.length === 0) return value;
    const place = pointer(entry, way);
    return ceiling.isExceededBy(found.map((one) => ({ ...one, place }))) ? undefined : value;
  });
}

function markingsIn(text: string): readonly MarkingSays[] {
  return text.split(/[\r\n]+/).flatMap((line) => findMarkings(line));
}
