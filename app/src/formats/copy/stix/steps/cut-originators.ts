import type { SanitiseStep } from "../../../../core/release/plan.ts";
import { toSelector } from "../../../../core/release/rewrite.ts";
import { isList, isObject } from "../../../stix/property.ts";
import { forEachReference } from "../../../stix/references.ts";
import { textEditOf } from "../../text/text-edit.ts";
import type { Claims } from "../claims.ts";
import type { Draft, Entry } from "../draft.ts";
import { textsUnder } from "../object.ts";
import { isWellKnownMarking } from "../known-markings.ts";
import { isObservable } from "../shape/shape.ts";
import { editTexts } from "./edit-texts.ts";

const STEP = "cut-originators";

/** Never anybody's part: they say how to read the others. */
const DEFINITIONS: ReadonlySet<string> = new Set(["marking-definition", "extension-definition"]);

/**
 * The parts of other originators go: what they created, modified or is derived from theirs, what is
 * under a marking that they defined, and their names. With "all-others" so does what names nobody as
 * its creator. An observable belongs to whoever refers to it, and stays where one of them stays.
 */
export function cutOriginators(
  draft: Draft,
  claims: Claims,
  step: SanitiseStep & { readonly step: "cut-originators" },
): void {
  const cut = new Cut(draft, step.originators);
  for (const entry of draft.left()) {
    if (DEFINITIONS.has(entry.type) || isObservable(entry.type)) continue;
    if (cut.isCut(entry, claims)) draft.drop(entry, STEP, "a part of another originator");
  }
  for (const entry of draft.left()) cutMarked(entry, draft, cut);
  dropOrphans(draft);
  for (const entry of draft.left()) {
    const by = textsUnder(entry.json, "created_by_ref")[0];
    if (!DEFINITIONS.has(entry.type) || isWellKnownMarking(entry.id)) continue;
    if (by === undefined || !cut.isOne(by)) continue;
    draft.drop(entry, STEP, "a definition of another originator");
  }
  // Taken out of all texts at once, with everything else that was removed.
  for (const name of cut.names()) draft.log.secret("originator", name, "an originator's name");
  const edit = textEditOf(step, draft.to.own, draft.log);
  if (edit !== undefined) editTexts(draft, STEP, edit);
}

/** Does the step cut whoever but us contributed to the item, and is it known who did? */
export function isAllCut(
  draft: Draft,
  claims: Claims,
  { originators }: SanitiseStep & { readonly step: "cut-originators" },
): boolean {
  if (originators === "all-others") return true;
  const cut = new Cut(draft, originators);
  return draft.entries.every((entry) => {
    if (DEFINITIONS.has(entry.type) || isObservable(entry.type)) return true;
    const says = claims.of(entry);
    const by = says.filter(({ fact }) => fact === "originators").map(({ value }) => String(value));
    const isKnown = says.every(({ fact, value }) => fact !== "originatorsKnown" || value === true);
    return by.length > 0 && isKnown && by.every((id) => cut.isOne(id) || draft.own.isOwn(id));
  });
}

/** Whose parts go. */
class Cut {
  readonly #draft: Draft;
  /** By id, what each identity of the item is called. */
  readonly #names: ReadonlyMap<string, readonly string[]>;
  readonly #named: ReadonlySet<string> | "all-others";

  constructor(draft: Draft, originators: readonly string[] | "all-others") {
    this.#draft = draft;
    const identities = draft.entries.filter(({ type }) => type === "identity");
    this.#names = new Map(identities.map(({ id, original }) => [id, textsUnder(original, "name")]));
    this.#named =
      originators === "all-others" ? originators : new Set(originators.map((one) => fold(one)));
  }

  isCut(entry: Entry, claims: Claims): boolean {
    if (entry.type === "identity" && this.isOne(entry.id)) return true;
    const originators = claims.of(entry).filter(({ fact }) => fact === "originators");
    if (originators.some(({ value }) => this.isOne(String(value)))) return true;
    if (this.#named !== "all-others" || this.#draft.own.isOwn(entry.id)) return false;
    const isUnknown = claims
      .of(entry)
      .some(({ fact, value }) => fact === "originatorsKnown" && value === false);
    return isUnknown || originators.length === 0;
  }

  /** Is this identity one whose parts go? */
  isOne(id: string): boolean {
    if (this.#draft.own.isOwn(id)) return false;
    const named = this.#named;
    if (named === "all-others") return true;
    return named.has(fold(id)) || this.#namesOf(id).some((name) => named.has(fold(name)));
  }

  #namesOf(id: string): readonly string[] {
    return this.#names.get(id) ?? [];
  }

  /** The names of those that were cut. */
  names(): readonly string[] {
    return this.#draft.entries
      .filter(({ type, id, isGone }) => type === "identity" && isGone && this.isOne(id))
      .flatMap(({ original }) => [
        ...textsUnder(original, "name"),
        ...textsUnder(original, "aliases"),
      ]);
  }
}

/** What is under a marking that one of them defined is under its control. */
function cutMarked(entry: Entry, draft: Draft, cut: Cut): void {
  const isTheirs = (ref: string): boolean => {
    const by = textsUnder(draft.find(ref)?.json ?? {}, "created_by_ref")[0];
    return by !== undefined && !isWellKnownMarking(ref) && cut.isOne(by);
  };
  if (textsUnder(entry.json, "object_marking_refs").some(isTheirs)) {
    draft.drop(entry, STEP, "an object under another originator's marking");
    return;
  }
  const granular = entry.json["granular_markings"];
  const goes = new Set<string>();
  for (const one of isList(granular) ? granular : []) {
    if (!isObject(one) || !textsUnder(one, "marking_ref").some(isTheirs)) continue;
    for (const selector of textsUnder(one, "selectors")) goes.add(selector);
  }
  if (goes.size === 0) return;
  draft.edit(entry, STEP, "a property under another originator's marking", (value, way) =>
    goes.has(toSelector(way)) ? undefined : value,
  );
}

/** Observables that only what went referred to, and those that nobody refers to. */
function dropOrphans(draft: Draft): void {
  const reached = new Set<string>();
  const open = [...draft.left()].filter(({ type }) => !isObservable(type));
  for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
    forEachReference(entry.json, "", ({ value }) => {
      if (typeof value !== "string" || reached.has(value)) return;
      reached.add(value);
      const target = draft.find(value);
      if (target !== undefined && isObservable(target.type)) open.push(target);
    });
  }
  for (const entry of draft.left()) {
    if (isObservable(entry.type) && !reached.has(entry.id)) {
      draft.drop(entry, STEP, "an observable that no part that stays refers to");
    }
  }
}

function fold(text: string): string {
  return text.normalize("NFKC").trim().toLowerCase();
}
