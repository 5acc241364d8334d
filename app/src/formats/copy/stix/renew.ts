import type { Json, JsonObject } from "../../../core/item.ts";
import { isObject } from "../../stix/property.ts";
import { forEachReference } from "../../stix/references.ts";
import { isStixId } from "../../stix/validity/identity.ts";
import { EVER } from "./caveat-markings.ts";
import type { Draft, Entry } from "./draft.ts";
import { textOf, textsUnder } from "./object.ts";
import { isWellKnownMarking, standardId } from "./known-markings.ts";
import { canonical } from "./take-in.ts";
import { contributingTo, observableId } from "./observable-id.ts";
import { isObservable } from "./shape/shape.ts";

/** Rounds in which what refers to a renamed object is renamed in turn; then all that is left is. */
const MOST_ROUNDS = 8;

/** Which object became which. */
export type NewIds = ReadonlyMap<string, string>;

/**
 * Gives every changed object, and whatever refers to one by its id, the partner's own id, our identity as
 * its creator, and the time of the copy as the time of its creation: who republishes with changes is the
 * new creator. Observables get the id the standard derives from what is left of them, and a random one
 * where a property that goes into it was altered or taken out, since the id would tell it to whoever can
 * guess. What was not touched keeps everything.
 *
 * Source: STIX 2.1 section 3.6.2; standards.md S01, S03, S12, S13.
 */
export function renew(draft: Draft): NewIds {
  const ids = newIds(draft);
  for (const entry of draft.left()) {
    if (entry.isChanged) entry.json = renewed(entry, draft, ids);
    if (ids.has(entry.id) && isStixId(entry.id)) {
      draft.log.secret("id", entry.id, `${entry.place}/id`);
      draft.log.change("new-id", entry.place, "an id of this partner's own");
    }
  }
  return ids;
}

/** The new id of every object that has one; marks those as changed that refer to such an object. */
function newIds(draft: Draft): NewIds {
  // A standard marking is nobody's to change: it leaves as the standard has it, under its own id.
  const entries = [...draft.left()].filter(
    ({ id }) => !draft.own.isOwn(id) && !isWellKnownMarking(id),
  );
  for (let round = 0; ; round++) {
    const ids = idsOf(entries, draft);
    const touched = entries.filter((entry) => !entry.isChanged && refersToAny(entry.json, ids));
    if (touched.length === 0) return ids;
    const all = round >= MOST_ROUNDS ? entries : touched;
    for (const entry of all) entry.isChanged = true;
  }
}

function idsOf(entries: readonly Entry[], draft: Draft): NewIds {
  const ids = new Map<string, string>();
  const used = new Map<string, Entry>();
  const observables: Entry[] = [];
  for (const entry of entries) {
    if (!entry.isChanged) used.set(entry.id, entry);
    else if (isObservable(entry.type)) observables.push(entry);
    else ids.set(entry.id, `${entry.type}--${draft.to.uuidFor(entry.id)}`);
  }
  for (const entry of inOrder(observables)) {
    const derived = derivedId(entry, ids);
    const twin = derived === undefined ? undefined : used.get(derived);
    const isFree = twin === undefined || twin === entry || isSame(twin, entry, ids);
    const id =
      derived !== undefined && isFree ? derived : `${entry.type}--${draft.to.uuidFor(entry.id)}`;
    used.set(id, entry);
    if (id !== entry.id) ids.set(entry.id, id);
  }
  return ids;
}

/** Undefined where the id must not be derived: it would tell what was altered, or there is nothing left. */
function derivedId({ type, original, json }: Entry, ids: NewIds): string | undefined {
  const isAltered = contributingTo(type).some((key) => original[key] !== json[key]);
  if (isAltered) return undefined;
  const parts = contributingTo(type).filter((key) => json[key] !== undefined);
  const named = Object.fromEntries(parts.map((key) => [key, withIds(json[key] ?? null, key, ids)]));
  return observableId({ ...named, type });
}

/** Two observables of one file that say the same are one. */
function isSame(a: Entry, b: Entry, ids: NewIds): boolean {
  const content = ({ json }: Entry): string =>
    canonical({ ...(withIds(json, "", ids) as JsonObject), id: "", spec_version: "" });
  return content(a) === content(b);
}

/** Those first that others take their ids from; in a circle as they come. */
function inOrder(entries: readonly Entry[]): readonly Entry[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const done = new Set<Entry>();
  const ordered: Entry[] = [];
  for (const start of entries) {
    const open = [start];
    const entered = new Set<Entry>();
    for (let entry = open.at(-1); entry !== undefined; entry = open.at(-1)) {
      const waits = entered.has(entry)
        ? []
        : sourcesOf(entry, byId).filter((one) => !done.has(one));
      entered.add(entry);
      if (waits.some((one) => !entered.has(one)))
        open.push(...waits.filter((one) => !entered.has(one)));
      else {
        open.pop();
        if (!done.has(entry)) ordered.push(entry);
        done.add(entry);
      }
    }
  }
  return ordered;
}

function sourcesOf({ json, type }: Entry, byId: ReadonlyMap<string, Entry>): readonly Entry[] {
  const sources: Entry[] = [];
  for (const key of contributingTo(type)) {
    const value = json[key];
    if (value === undefined) continue;
    forEachReference({ [key]: value }, "", (reference) => {
      const source = byId.get(textOf(reference.value));
      if (source !== undefined) sources.push(source);
    });
  }
  return sources;
}

function refersToAny(json: JsonObject, ids: NewIds): boolean {
  let found = false;
  forEachReference(json, "", ({ value }) => {
    found ||= typeof value === "string" && ids.has(value);
  });
  const granular = json["granular_markings"];
  return (
    found || (Array.isArray(granular) && granular.some((one: Json) => refersInMarking(one, ids)))
  );
}

function refersInMarking(granular: Json, ids: NewIds): boolean {
  return isObject(granular) && textsUnder(granular, "marking_ref").some((ref) => ids.has(ref));
}

function renewed(entry: Entry, { to, own }: Draft, ids: NewIds): JsonObject {
  const json = withIds(entry.json, "", ids) as JsonObject;
  const id = own.isOwn(entry.id) ? to.own.stixIdentity : (ids.get(entry.id) ?? entry.id);
  if (isObservable(entry.type)) return { ...json, id };
  const creator = { created_by_ref: to.own.stixIdentity };
  if (entry.type === "marking-definition") {
    // A standard one is nobody's to change.
    return ids.has(entry.id) ? { ...json, id, ...creator, created: EVER } : json;
  }
  const modified = entry.type === "language-content" ? { object_modified: to.at } : {};
  // Readers ask for the name of an indicator, the standard does not (connectors.md C18).
  const named = entry.type === "indicator" ? { name: "Indicator" } : {};
  const created = to.createdOf?.get(id) ?? to.at;
  return { ...named, ...json, id, ...creator, created, modified: to.at, ...modified };
}

/** The value with every reference to a renamed object renamed. */
function withIds(value: Json, key: string, ids: NewIds): Json {
  if (typeof value === "string") {
    return /_refs?$/.test(key) ? (ids.get(value) ?? standardId(value)) : value;
  }
  if (Array.isArray(value)) return (value as readonly Json[]).map((one) => withIds(one, key, ids));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, below]) => [name, withIds(below, name, ids)]),
  );
}
