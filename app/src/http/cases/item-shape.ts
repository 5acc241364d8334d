import { z } from "@hono/zod-openapi";
import type { FactsSheet } from "../../core/facts/sheet.ts";
import type { Note } from "../../core/item.ts";
import { factsShape } from "../../formats/case/shape.ts";
import type { Stated } from "../../usecases/cases/items/item-version.ts";
import type { ItemContent, ItemParent, KnownItem } from "../../usecases/cases/records.ts";
import { PLAN_SHOWN, shownPlan } from "../release/plan-shape.ts";
import { maybe, reasons, shared } from "./shape.ts";

/** What is known of an item; never its bytes. */
export interface ItemView extends Omit<KnownItem, "content"> {
  /** Absent where it was erased. */
  readonly content?: ContentView;
}

/**
 * Who the persons are says nobody here: how many are known, and whether anybody has named them. The plan
 * of a tear line is absent to whom no plans are shown.
 */
interface ContentView extends Omit<ItemContent, "persons" | "parent"> {
  readonly persons: number | null;
  readonly parent?: Omit<ItemParent, "plan"> & Partial<Pick<ItemParent, "plan">>;
}

const facts: typeof factsShape = shared("Facts", factsShape);

export const stated: z.ZodType<readonly Stated[]> = z
  .array(z.strictObject({ facts, evidence: maybe(reasons) }))
  .max(100);

/** A file's name as it stands in messages: it tells the kind of what has no first bytes of its own. */
export const itemName: z.ZodString = z
  .string()
  .min(1)
  .max(200)
  .refine(
    (text) => !/[\p{Cc}\p{Cs}/\\]/u.test(text) && text !== "." && text !== "..",
    "it is no file's name: leave out slashes and what cannot be shown",
  );

const texts = z.array(z.string());
const level = z.object({
  value: z.string(),
  everywhere: z.boolean(),
  mixed: z.boolean(),
  onItem: z.boolean(),
});
const readings = {
  levels: z.record(z.string(), level),
  sets: z.record(z.string(), texts),
  lists: z.record(z.string(), texts),
  dates: z.record(z.string(), z.string()),
};

const sheet = z
  .object({
    ...readings,
    byContainer: maybe(z.object(readings)),
    flags: z.record(z.string(), z.boolean()),
    findings: texts,
  })
  .openapi("FactsSheet") as z.ZodType<unknown> as z.ZodType<FactsSheet>;

const note: z.ZodType<Note> = z
  .object({ code: z.string(), place: z.string(), says: z.string() })
  .openapi("Note");

export const content: z.ZodType<ContentView> = z.object({
  name: z.string(),
  notes: z.array(note),
  stated: z.array(z.object({ by: z.string(), on: z.string(), evidence: maybe(z.string()), facts })),
  persons: z
    .int()
    .nullable()
    .openapi({ description: "How many; null where nobody has said who they are" }),
  parent: maybe(z.object({ item: z.string(), sha256: z.string(), plan: shownPlan })).openapi({
    description: `Of a tear line: the item it was made from, and how; ${PLAN_SHOWN}`,
  }),
});

export const item: z.ZodType<ItemView> = z
  .object({
    id: z.string(),
    sha256: z.string(),
    services: texts,
    version: z.int(),
    compartments: texts,
    facts: sheet,
    content: maybe(content),
  })
  .openapi("Item");

export function toItemView({ content: known, ...rest }: KnownItem, maySeePlans: boolean): ItemView {
  if (known === undefined) return rest;
  return { ...rest, content: toContentView(known, maySeePlans) };
}

export function toContentView(
  { stated: said, persons, parent, ...content }: ItemContent,
  maySeePlans: boolean,
): ContentView {
  const view = { ...content, stated: said, persons: persons?.length ?? null };
  if (parent === undefined) return view;
  const { plan, ...of } = parent;
  return { ...view, parent: maySeePlans ? { ...of, plan } : of };
}
