import type { FactsSheet } from "../facts/sheet.ts";
import type { Category, WatchTopic } from "../partner.ts";
import type { Request } from "../request.ts";

/** Topic × kind of data × use of one item and request, as far as they are known. */
export interface ItemCategory {
  /** Plain topics the item is about. */
  readonly topics: readonly string[];
  readonly attributedTo: readonly string[];
  readonly concerns: readonly string[];
  /** Topics and countries are complete. */
  readonly subjectKnown: boolean;
  /** Every kind of data it may hold. */
  readonly kinds: readonly string[];
  readonly use: string | undefined;
}

/** The category of an item under a request; what is unknown may be anything. */
export function categoryOf(facts: FactsSheet, request: Request): ItemCategory {
  return {
    topics: facts.sets.topics ?? [],
    attributedTo: (facts.sets.attributedTo ?? []).map((country) => `country:${country}`),
    concerns: (facts.sets.concerns ?? []).map((country) => `country:${country}`),
    subjectKnown: facts.flags.subjectKnown === true,
    kinds: kindsOf(facts),
    use: request.use,
  };
}

/** Is all of it certainly inside one of the permitted categories, kind by kind and topic by topic? */
export function isPermitted(item: ItemCategory, permits: readonly Category[]): boolean {
  const topics = item.subjectKnown && item.topics.length > 0 ? item.topics : [undefined];
  return topics.every((topic) =>
    item.kinds.every((kind) => permits.some((permit) => covers(permit, item, topic, kind))),
  );
}

/** May some of it lie inside a category? Unknown counts as yes; no category at all is everything. */
export function mayTouch(item: ItemCategory, category: Category | undefined): boolean {
  if (category === undefined) return true;
  const topics =
    category.topics.includes("*") || !item.subjectKnown || named(item, category.topics);
  const kinds = category.kinds.includes("*") || item.kinds.some((k) => category.kinds.includes(k));
  const use =
    category.uses.includes("*") || item.use === undefined || category.uses.includes(item.use);
  return topics && kinds && use;
}

/** Is it, or may it be, on a watched topic? */
export function isWatched(item: ItemCategory, watch: readonly WatchTopic[]): boolean {
  return watch.some((one) => {
    if (!item.subjectKnown) return true;
    const where = {
      attributed: item.attributedTo,
      concerns: item.concerns,
      either: [...item.topics, ...item.attributedTo, ...item.concerns],
    }[one.sense ?? "either"];
    return where.includes(one.topic);
  });
}

function covers(
  permit: Category,
  item: ItemCategory,
  topic: string | undefined,
  kind: string,
): boolean {
  const except = permit.except ?? [];
  const excepted = except.length > 0 && (!item.subjectKnown || named(item, except));
  return (
    !excepted && has(permit.topics, topic) && has(permit.kinds, kind) && has(permit.uses, item.use)
  );
}

function has(list: readonly string[], value: string | undefined): boolean {
  return list.includes("*") || (value !== undefined && list.includes(value));
}

function named(item: ItemCategory, topics: readonly string[]): boolean {
  return [...item.topics, ...item.attributedTo, ...item.concerns].some((t) => topics.includes(t));
}

function kindsOf(facts: FactsSheet): string[] {
  const { evaluated, personal } = facts.flags;
  const kinds: string[] = [];
  if (evaluated !== true) kinds.push("unevaluated");
  if (evaluated !== false && personal !== true) kinds.push("non-personal");
  if (evaluated !== false && personal !== false) kinds.push("personal");
  return kinds;
}
