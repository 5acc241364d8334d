import type { JsonObject } from "../../../core/item.ts";
import { addMarkings, removeMarkings } from "../../../core/marking/mark.ts";
import { strictest } from "../../../core/marking/strictest.ts";
import { readMarkingLabel } from "../../../core/marking/text.ts";
import { tlpOfMarkingId } from "../../../core/marking/tlp.ts";
import { TLP_LEVELS } from "../../../core/fact.ts";
import type { Caveat, CopyFor } from "../../../core/release/copy.ts";
import type { Draft, Entry } from "./draft.ts";
import { idOf, textsUnder } from "./object.ts";
import { markingOfLevel, standardId } from "./known-markings.ts";

const STEP = "attach-caveats";

/**
 * When what we say in every copy alike was first said. One time for all, since no version of a marking
 * may differ from another: a caveat with other words is another marking.
 */
export const EVER = "2020-01-01T00:00:00.000Z";

/** The markings that carry the caveats, in their order, each once. */
export function caveatMarkings(to: CopyFor): readonly JsonObject[] {
  const markings = new Map<unknown, JsonObject>();
  for (const caveat of to.caveats) {
    for (const marking of [...labelMarkings(caveat), statementMarking(caveat, to)]) {
      markings.set(marking["id"], marking);
    }
  }
  return [...markings.values()];
}

/**
 * Attaches the caveats to every object that can carry them: all but definitions and the identity of the
 * own service, which stands in every copy alike. Of several labels of the TLP the strictest stays, on the
 * object and among its tags.
 *
 * Source: STIX 2.1 section 7.2; standards.md S08, S10, S11.
 */
export function attachCaveats(draft: Draft, markings: readonly JsonObject[]): void {
  const ids = markings.map(idOf);
  for (const entry of draft.left()) {
    if (entry.type === "marking-definition" || draft.own.isOwn(entry.id)) continue;
    const before = entry.json;
    attach(entry, draft, ids);
    if (entry.json === before) continue;
    entry.isChanged = true;
    draft.log.change(STEP, entry.place, "the caveats");
  }
}

function attach(entry: Entry, draft: Draft, ids: readonly string[]): void {
  const refs = textsUnder(entry.json, "object_marking_refs").map(standardId);
  const all = new Set([...refs, ...ids]);
  const levels = [...all].map(tlpOfMarkingId).filter((level) => level !== undefined);
  const level = strictest(TLP_LEVELS, levels);
  const bearer = [...all].findLast((ref) => tlpOfMarkingId(ref) === level);
  const looser = refs.filter((ref) => tlpOfMarkingId(ref) !== undefined && ref !== bearer);
  const standing = refs.length === 0 ? entry.json : { ...entry.json, object_marking_refs: refs };
  const rest = removeMarkings(standing, looser);
  const added = ids.filter((ref) => tlpOfMarkingId(ref) === undefined || ref === bearer);
  const marked = addMarkings(rest.kind === "object" ? rest.object : standing, added);
  const result = marked.kind === "object" ? marked.object : standing;
  if (
    textsUnder(result, "object_marking_refs").join() !==
    textsUnder(entry.json, "object_marking_refs").join()
  ) {
    entry.json = result;
  }
  if (level !== undefined && ids.length > 0) dropLooserTags(entry, draft, level);
}

function dropLooserTags(entry: Entry, draft: Draft, level: string): void {
  draft.edit(entry, STEP, "a tag that is looser than the caveats", (value, way) => {
    if (way[0] !== "labels" || way.length !== 2 || typeof value !== "string") return value;
    const tlp = readMarkingLabel(value).find(({ fact }) => fact === "tlp")?.value;
    return tlp === undefined || strictest(TLP_LEVELS, [tlp, level]) !== level ? value : undefined;
  });
}

function labelMarkings({ label }: Caveat): readonly JsonObject[] {
  if (label === undefined) return [];
  return readMarkingLabel(label).flatMap(({ fact, value }) => {
    const marking = fact === "tlp" || fact === "pap" ? markingOfLevel(fact, value) : undefined;
    return marking === undefined ? [] : [marking];
  });
}

/** The partner's own id for the caveat in these words. */
function statementMarking({ id, says, label }: Caveat, { uuidFor, own }: CopyFor): JsonObject {
  const statement = label === undefined || says.includes(label) ? says : `${label}: ${says}`;
  return {
    type: "marking-definition",
    spec_version: "2.1",
    id: `marking-definition--${uuidFor(`caveat ${id} ${statement}`)}`,
    created_by_ref: own.stixIdentity,
    created: EVER,
    definition_type: "statement",
    definition: { statement },
  };
}
