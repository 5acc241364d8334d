import { toSelector } from "../../../core/release/rewrite.ts";
import { Budget } from "../../stix/budget.ts";
import { isList, isObject } from "../../stix/property.ts";
import { forEachReference, type Reference } from "../../stix/references.ts";
import { mayBe, targetTypes } from "../../stix/validity/reference-types.ts";
import { dropIncomplete, dropIncompleteParts } from "./allow-list.ts";
import type { Draft, Entry } from "./draft.ts";
import { textsUnder } from "./object.ts";
import { isWellKnownMarking } from "./known-markings.ts";
import { isObservable, kindAt } from "./shape/shape.ts";

const STEP = "close-references";

/**
 * Leaves no reference to anything that is not in the copy, or that must not stand where it does: the
 * reference goes, or the object that is nothing without it. An object whose marking cannot come along
 * goes, and a property under such a marking; an observable goes with the last object that referred to it.
 *
 * @throws Refusal "too-many-nodes" where the references multiply beyond reason.
 * Source: standards.md S17, C09; STIX 2.1 sections 5.1 and 7.2.
 */
export function closeReferences(draft: Draft): void {
  const referrers = referrersOf(draft);
  const budget = new Budget("the item");
  let open = new Set(draft.left());
  while (open.size > 0) {
    const next = new Set<Entry>();
    for (const entry of open) {
      if (entry.isGone) continue;
      close(entry, draft, referrers, budget);
      if (!entry.isGone) continue;
      for (const other of referrers.get(entry.id) ?? []) next.add(other);
      forEachReference(entry.json, "", ({ value }) => {
        const target = typeof value === "string" ? draft.find(value) : undefined;
        if (target !== undefined && isObservable(target.type)) next.add(target);
      });
    }
    open = next;
  }
}

type Referrers = ReadonlyMap<string, readonly Entry[]>;

/** By id, who refers to it in the original, whether still there or not. */
function referrersOf(draft: Draft): Referrers {
  const referrers = new Map<string, Entry[]>();
  for (const entry of draft.entries) {
    const add = (value: unknown): void => {
      if (typeof value !== "string") return;
      const known = referrers.get(value);
      if (known === undefined) referrers.set(value, [entry]);
      else if (known.at(-1) !== entry) known.push(entry);
    };
    forEachReference(entry.original, "", ({ value }) => add(value));
    const granular = entry.original["granular_markings"];
    for (const one of isList(granular) ? granular : []) if (isObject(one)) add(one["marking_ref"]);
  }
  return referrers;
}

function close(entry: Entry, draft: Draft, referrers: Referrers, budget: Budget): void {
  budget.spend(1);
  if (isObservable(entry.type) && isAlone(entry, referrers)) {
    return draft.drop(entry, STEP, "an observable of an object that does not leave", "id");
  }
  if (textsUnder(entry.json, "object_marking_refs").some((ref) => !isMarking(ref, draft))) {
    return draft.drop(entry, STEP, "an object whose marking cannot come along", "id");
  }
  closeGranular(entry, draft);
  if (hasOpen(entry, draft, budget)) {
    draft.edit(entry, STEP, "a reference to what does not leave", (value, way) => {
      if (typeof value !== "string" || kindAt(entry.type, way) !== "reference") return value;
      const key = String(way.findLast((step) => typeof step === "string"));
      return isOpen({ key, value, index: -1, parent: "" }, entry, draft) ? undefined : value;
    });
    dropIncompleteParts(entry, draft);
  }
  if (!entry.isGone) dropIncomplete(entry, draft);
}

/** Referred to in the original, and by nothing any more. */
function isAlone(entry: Entry, referrers: Referrers): boolean {
  const all = referrers.get(entry.id);
  return all !== undefined && all.every(({ isGone }) => isGone);
}

function hasOpen(entry: Entry, draft: Draft, budget: Budget): boolean {
  let found = false;
  forEachReference(entry.json, "", (reference) => {
    budget.spend(1);
    found ||= isOpen(reference, entry, draft);
  });
  return found;
}

function isOpen({ key, value }: Reference, { type }: Entry, draft: Draft): boolean {
  // The creator of what is changed is another; markings were looked at.
  if (key === "object_marking_refs") return false;
  if (typeof value !== "string") return true;
  if (draft.find(value) === undefined && !draft.own.isOwn(value)) return true;
  // A sighting is of what a relationship may lead to. Source: STIX 2.1 section 5.2.
  const allowed =
    key === "sighting_of_ref" ? targetTypes("relationship", "source_ref") : targetTypes(type, key);
  return allowed !== undefined && !mayBe(allowed, value);
}

/** Properties under a marking that cannot come along. */
function closeGranular(entry: Entry, draft: Draft): void {
  const granular = entry.json["granular_markings"];
  if (!isList(granular)) return;
  const goes = new Set<string>();
  for (const one of granular) {
    if (!isObject(one) || one["marking_ref"] === undefined) continue;
    if (textsUnder(one, "marking_ref").every((ref) => isMarking(ref, draft))) continue;
    for (const selector of textsUnder(one, "selectors")) goes.add(selector);
  }
  if (goes.size === 0) return;
  if (["type", "id", "spec_version", "object_marking_refs"].some((key) => goes.has(key))) {
    return draft.drop(entry, STEP, "an object whose marking cannot come along", "id");
  }
  draft.edit(entry, STEP, "a property whose marking cannot come along", (value, way) =>
    goes.has(toSelector(way)) ? undefined : value,
  );
}

function isMarking(ref: string, draft: Draft): boolean {
  if (draft.find(ref)?.type === "marking-definition") return true;
  // One that the item defines in its own way was looked at, and is gone where it would say less.
  return isWellKnownMarking(ref) && !draft.isGone(ref);
}
