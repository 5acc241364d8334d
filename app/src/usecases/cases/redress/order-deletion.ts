import { addDays } from "../../../core/day.ts";
import { Denied } from "../../people/denied.ts";
import { requireColleague, requireRole } from "../colleague.ts";
import type { CasePorts, Mark, Ordered, OrderToKeep } from "../ports.ts";

/** An order about what is held of a person. */
export interface OrderAbout {
  readonly by: string;
  /** The items it is about, as the search shows them. */
  readonly items: readonly string[];
  /** A code for what it rests on: an article, the number of an order. */
  readonly basis: string;
}

const CODE = /^[a-z0-9][a-z0-9.:/_-]{0,63}$/;

/**
 * Deletes items and the content of the cases on them: their keys are destroyed, in the database and in
 * every copy of it, and the ledger says so. Towards each partner to which one left there is a duty to tell
 * it at once (Wiv 2017 art. 20(2), 124(5)), and to find out whether it has it where a case was cleared and no
 * release is kept.
 *
 * Rejects with Denied "not-allowed", "bad-input", or "conflict" while a complaint runs about somebody in
 * one of the items; then nothing was deleted.
 */
export async function orderDeletion(
  order: OrderAbout,
  ports: CasePorts,
): Promise<Ordered & { readonly order: string }> {
  const says = "tell this recipient to delete the item, and have the deletion confirmed";
  const what = { kind: "deletion" as const, words: undefined, says };
  const kept = await keepOrder(order, what, ports);
  await ports.persons.executeOrders();
  return kept;
}

/**
 * Orders what is wrong in items to be corrected. Their bytes never change, so a corrected version is an
 * item of its own; towards each partner to which one left there is a duty to tell it at once.
 * `words` say what is wrong; they are sealed. Rejects as `orderDeletion` does.
 */
export async function orderCorrection(
  order: OrderAbout & { readonly words: string },
  ports: CasePorts,
): Promise<Ordered & { readonly order: string }> {
  const says = "tell this recipient what is wrong in the item, and give the corrected one";
  return keepOrder(order, { kind: "correction", words: order.words, says }, ports);
}

async function keepOrder(
  { by, items, basis }: OrderAbout,
  what: Pick<OrderToKeep, "kind" | "words"> & { readonly says: string },
  ports: CasePorts,
): Promise<Ordered & { readonly order: string }> {
  const at = ports.now();
  const day = at.slice(0, 10);
  const reader = await requireColleague(by, day, ports);
  requireRole(reader, ports.settings.redress, day, "the order");
  requireBasis(basis);
  const { kind, words, says } = what;
  const { atOnce, escalatesTo } = ports.settings.duties;
  const otherwise = `${NOTHING_LEFT}: if it does, ${says}`;
  const due = addDays(day, atOnce);
  const duty = { says, otherwise, basis: "law" as const, due, escalatesTo };
  const mark: Mark = { id: ports.newId(), by, at };
  const named = [...new Set(items)].toSorted();
  requireItems(named);
  const kept = await ports.persons.order({ kind, basis, items: named, words, duty }, mark);
  if (kept !== "held") return { ...kept, order: mark.id };
  const why = "a complaint runs about somebody in one of these items";
  throw new Denied("conflict", "the order", why, "wait until it is answered, and end the hold");
}

const NOTHING_LEFT =
  "find out whether this recipient has it, by assistance or by word of mouth: it was cleared, and no release is kept";

/** Items in one order at most: each has a place in its entry. */
const MOST_ITEMS = 200;

function requireItems(items: readonly string[]): void {
  if (items.length > 0 && items.length <= MOST_ITEMS) return;
  const what = `it names ${items.length} items, and an order is about 1 to ${MOST_ITEMS}`;
  throw new Denied("bad-input", "the order", what, "name those that the search shows");
}

function requireBasis(basis: string): void {
  if (CODE.test(basis)) return;
  const what = "its basis is not a code, and free text may say something of a person";
  const remedy = "give an article or a number: up to 64 lower-case letters, digits and .:/_-";
  throw new Denied("bad-input", "the order", what, remedy);
}
