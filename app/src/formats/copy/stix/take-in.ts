import type { Json, JsonObject } from "../../../core/item.ts";
import type { CopyFor } from "../../../core/release/copy.ts";
import type { SanitisePlan } from "../../../core/release/plan.ts";
import { isObject, textAt } from "../../stix/property.ts";
import { unwrap } from "../../stix/recognise.ts";
import { compareInstants, isTimestamp } from "../../stix/timestamp.ts";
import { Draft, type Entry } from "./draft.ts";
import { raise } from "./raise.ts";
import { idOf, typeOf } from "./object.ts";

/** How messages call what is copied. */
const NAME = "the item";

/**
 * The objects of a STIX file, ready to be worked on: raised to 2.1, each id once. Of several versions the
 * latest stays; of several that claim to be the same version and differ, none.
 *
 * @throws Refusal "unknown-format" where it is not STIX, "broken-document" for a bundle without a list.
 */
export function takeIn(original: Json, plan: SanitisePlan, to: CopyFor): Draft {
  const file = unwrap(original, NAME);
  const isAlone = file.entries.length === 1 && file.entries[0] === original;
  const entries: Entry[] = [];
  const unusable: string[] = [];
  file.entries.forEach((json, n) => {
    const place = isAlone ? "" : `${file.place}/${n}`;
    const raised = raise(json, file.format === "stix-2.0");
    if (raised.length === 0) unusable.push(place);
    for (const one of raised) entries.push(toEntry(one.json, place + one.below, one.isChanged));
  });
  const kept = new Set([...latestOf(entries).values()].filter((entry) => entry !== undefined));
  const draft = new Draft([...kept], to, plan);
  for (const place of unusable) {
    draft.log.change("allow-list", place, "an entry that is no STIX object");
  }
  for (const entry of entries) if (!kept.has(entry)) noteVersion(entry, draft);
  return draft;
}

function toEntry(json: JsonObject, place: string, isChanged: boolean): Entry {
  const id = idOf(json);
  const type = typeOf(json);
  return { id, type, place, original: json, json, isGone: false, isChanged };
}

/** By id, the entry to work on; undefined where two cannot be told apart. */
function latestOf(entries: readonly Entry[]): ReadonlyMap<string, Entry | undefined> {
  const latest = new Map<string, Entry | undefined>();
  for (const entry of entries) {
    const before = latest.get(entry.id);
    if (!latest.has(entry.id)) latest.set(entry.id, entry);
    else if (before !== undefined) latest.set(entry.id, later(before, entry));
  }
  return latest;
}

function later(a: Entry, b: Entry): Entry | undefined {
  if (canonical(a.json) === canonical(b.json)) return a;
  const [before, after] = [versionOf(a), versionOf(b)];
  if (before === undefined || after === undefined || a.type !== b.type) return undefined;
  const order = compareInstants(before, after);
  return order === 0 ? undefined : order < 0 ? b : a;
}

function versionOf({ json }: Entry): string | undefined {
  const version = textAt(json, "modified");
  return version !== undefined && isTimestamp(version) ? version : undefined;
}

function noteVersion(entry: Entry, draft: Draft): void {
  draft.log.change("allow-list", entry.place, "one of several objects with the same id");
}

/**
 * The same content always gives the same text, in whatever order its properties stand. Names that are
 * whole numbers come first, as JSON.stringify has them.
 */
export function canonical(json: Json): string {
  if (Array.isArray(json)) return `[${(json as readonly Json[]).map(canonical).join(",")}]`;
  if (!isObject(json)) return JSON.stringify(json);
  let text = "";
  for (const key of inOrder(Object.keys(json))) {
    const value = json[key];
    if (value === undefined) continue;
    text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${canonical(value)}`;
  }
  return `{${text}}`;
}

function startsWithDigit(key: string): boolean {
  const unit = key.charCodeAt(0);
  return unit >= 0x30 && unit <= 0x39;
}

function inOrder(keys: string[]): readonly string[] {
  keys.sort();
  return keys.some(startsWithDigit)
    ? Object.keys(Object.fromEntries(keys.map((key) => [key, 0])))
    : keys;
}
