import type { JsonObject } from "../../../core/item.ts";
import { addMarkings, removeMarkings } from "../../../core/marking/mark.ts";
import { strictest } from "../../../core/marking/strictest.ts";
import { readMarkingLabel } from "../../../core/marking/text.ts";
import { tlpOfMarkingId } from "../../../core/marking/tlp.ts";
import { TLP_LEVELS } from "../../../core/facts/fact.ts";
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
  const known = new Map<string, Marked>();
  for (const entry of draft.left()) {
    if (entry.type === "marking-definition" || draft.own.isOwn(entry.id)) continue;
    const before = entry.json;
    const refs = textsUnder(before, "object_marking_refs");
    const key = refs.join();
    // Most objects are marked alike.
    const marked = known.get(key) ?? withCaveats(refs.map(standardId), ids);
    known.set(key, marked);
    if (marked.refs.join() !== key) entry.json = withRefs(before, marked.refs);
    if (marked.level !== undefined && ids.length > 0) dropLooserTags(entry, draft, marked.level);
    if (entry.json === before) continue;
    entry.isChanged = true;
    draft.log.change(STEP, entry.place, "the caveats");
  }
}

/** How an object is marked with the caveats: by which definitions, and the level of the TLP. */
interface Marked {
  readonly refs: readonly string[];
  readonly level: string | undefined;
}

function withCaveats(refs: readonly string[], ids: readonly string[]): Marked {
  const all = [...new Set([...refs, ...ids])];
  const levels = all.map(tlpOfMarkingId).filter((one) => one !== undefined);
  const level = strictest(TLP_LEVELS, levels);
  const bearer = all.findLast((ref) => tlpOfMarkingId(ref) === level);
  const isLooser = (ref: string): boolean => tlpOfMarkingId(ref) !== undefined && ref !== bearer;
  const standing = { object_marking_refs: refs };
  const rest = removeMarkings(standing, refs.filter(isLooser));
  const added = ids.filter((ref) => !isLooser(ref));
  const marked = addMarkings(rest.kind === "object" ? rest.object : standing, added);
  const object = marked.kind === "object" ? marked.object : standing;
  return { refs: textsUnder(object, "object_marking_refs"), level };
}

function withRefs(object: JsonObject, refs: readonly string[]): JsonObject {
  const { object_marking_refs: _, ...rest } = object;
  return refs.length === 0 ? rest : { ...rest, object_marking_refs: refs };
}

function dropLooserTags(entry: Entry, draft: Draft, level: string): void {
  if (entry.json["labels"] === undefined) return;
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
