import { sql } from "kysely";
import type { Moment } from "../column.ts";
import type { Reader, Transactor } from "../transaction/transaction.ts";
import { addOrderDuties, type OrderDuty } from "./order-duties.ts";

/** True of any of these keyed hashes. */
function anyHandle(handles: readonly Uint8Array[]) {
  return sql<Uint8Array>`any(${handles}::bytea[])`;
}

/** Notes that persons are mentioned in an item; again does nothing. */
export async function addItemMentions(
  { change }: Transactor,
  item: string,
  handles: readonly Uint8Array[],
  at: Moment,
): Promise<void> {
  if (handles.length === 0) return;
  await change
    .insertInto("item_mention")
    .values(handles.map((handle) => ({ handle, item, at })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Notes that persons are mentioned in a case; again does nothing. */
export async function addCaseMentions(
  { change }: Transactor,
  id: string,
  handles: readonly Uint8Array[],
  at: Moment,
): Promise<void> {
  if (handles.length === 0) return;
  const added = change
    .insertInto("case_mention")
    .values(handles.map((handle) => ({ handle, case_id: id, at })))
    .onConflict((conflict) => conflict.doNothing());
  await change.executeQuery(added);
}

export interface MentionedItem {
  readonly item: string;
  readonly sha256: Uint8Array;
}

/** Items in which one of these is mentioned. */
export async function itemsMentioning(
  { select }: Reader,
  handles: readonly Uint8Array[],
): Promise<MentionedItem[]> {
  return await select
    .selectFrom("item_mention")
    .innerJoin("item", "item.id", "item_mention.item")
    .select(["item.id as item", "sha256"])
    .distinct()
    .where("handle", "=", anyHandle(handles))
    .orderBy("item.id")
    .execute();
}

export interface MentionedCaseRow {
  readonly id: string;
  readonly item: string;
  readonly service: string;
  readonly status: string;
  readonly outcome: string;
  readonly wasCleared: boolean;
  readonly recipients: readonly string[];
}

/** Cases in which one of these is mentioned, and all cases on these items. */
export async function casesMentioning(
  reader: Reader,
  handles: readonly Uint8Array[],
  items: readonly string[],
): Promise<MentionedCaseRow[]> {
  const rows = await selectCases(reader)
    .where((eb) =>
      eb.or([
        eb(
          "case_file.id",
          "in",
          eb.selectFrom("case_mention").select("case_id").where("handle", "=", anyHandle(handles)),
        ),
        eb("case_file.item", "=", sql<string>`any(${items}::uuid[])`),
      ]),
    )
    .orderBy("case_file.id")
    .orderBy("partner")
    .execute();
  const byId = new Map<string, MentionedCaseRow & { readonly recipients: string[] }>();
  for (const { partner, cleared, ...row } of rows) {
    const known = byId.get(row.id) ?? { ...row, wasCleared: Boolean(cleared), recipients: [] };
    if (partner !== null) known.recipients.push(partner);
    byId.set(row.id, known);
  }
  return [...byId.values()];
}

/** Each case once for each recipient it has, or had. */
function selectCases({ select }: Reader) {
  return select
    .selectFrom("case_file")
    .leftJoin("case_partner", (join) =>
      join.onRef("case_partner.case_id", "=", "case_file.id").on("part", "<>", "member"),
    )
    .select(["case_file.id", "item", "case_file.service", "case_file.status", "case_file.outcome"])
    .select("case_partner.partner")
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom("clearance")
            .select("clearance.id")
            .whereRef("clearance.case_id", "=", "case_file.id"),
        )
        .as("cleared"),
    );
}

/** Holds that run about any of these. */
export async function runningHolds(
  { select }: Reader,
  handles: readonly Uint8Array[],
): Promise<string[]> {
  const rows = await select
    .selectFrom("hold_mention")
    .leftJoin("hold_end", "hold_end.hold", "hold_mention.hold")
    .select("hold_mention.hold")
    .distinct()
    .where("handle", "=", anyHandle(handles))
    .where("hold_end.hold", "is", null)
    .orderBy("hold_mention.hold")
    .execute();
  return rows.map(({ hold }) => hold);
}

/** Whether a hold runs about somebody mentioned in one of these items. */
export async function isHeld({ select }: Reader, items: readonly string[]): Promise<boolean> {
  const found = await select
    .selectFrom("item_mention")
    .innerJoin("hold_mention", "hold_mention.handle", "item_mention.handle")
    .leftJoin("hold_end", "hold_end.hold", "hold_mention.hold")
    .select("hold_mention.hold")
    .where("item", "=", sql<string>`any(${items}::uuid[])`)
    .where("hold_end.hold", "is", null)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

interface ByMark {
  readonly id: string;
  readonly by: string;
  readonly at: Moment;
}

export async function addHold(
  { change }: Transactor,
  handles: readonly Uint8Array[],
  { id, by, at }: ByMark,
): Promise<void> {
  await change.insertInto("hold").values({ id, by_person: by, at }).execute();
  const rows = handles.map((handle) => ({ hold: id, handle }));
  if (rows.length > 0) await change.insertInto("hold_mention").values(rows).execute();
}

/** Ends a hold; false where there is none, or it has ended. */
export async function endHold(
  { change }: Transactor,
  hold: string,
  { id, by, at }: ByMark,
): Promise<boolean> {
  const known = change.selectFrom("hold").select("id").where("id", "=", hold);
  if ((await known.executeTakeFirst()) === undefined) return false;
  const { numInsertedOrUpdatedRows } = await change
    .insertInto("hold_end")
    .values({ hold, entry: id, by_person: by, at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export interface NewOrder {
  readonly kind: "deletion" | "correction";
  readonly basis: string;
  readonly items: readonly string[];
  readonly duty: OrderDuty;
}

/** What an order came to. */
export interface OrderedRow {
  readonly cases: readonly string[];
  readonly duties: number;
}

/**
 * Adds an order. Its cases are locked before it is seen to whom they may have gone, so that none gets past
 * it; those of a deletion are at their end, and the keys to destroy are noted.
 */
export async function addOrder(
  transactor: Transactor,
  { kind, basis, items, duty }: NewOrder,
  mark: ByMark,
): Promise<OrderedRow> {
  const { change } = transactor;
  const { id, by, at } = mark;
  await change.insertInto("person_order").values({ id, kind, basis, by_person: by, at }).execute();
  const rows = items.map((item) => ({ order_id: id, item }));
  await change.insertInto("person_order_item").values(rows).execute();
  const locked = await change
    .updateTable("case_file")
    .set((eb) => ({ revision: eb("revision", "+", 1) }))
    .where("item", "=", sql<string>`any(${items}::uuid[])`)
    .returning("id")
    .execute();
  const cases = locked.map((row) => row.id).toSorted();
  const found = await casesMentioning(transactor, [], items);
  const duties = await addOrderDuties(transactor, found, { id, kind, at, duty });
  if (kind === "deletion") await endCases(transactor, cases, items, mark);
  return { cases, duties };
}

async function endCases(
  { change }: Transactor,
  cases: readonly string[],
  items: readonly string[],
  { id, at }: ByMark,
): Promise<void> {
  if (cases.length > 0) {
    const erased = { status: "erased", updated: at };
    await change
      .updateTable("case_file")
      .set({ ...erased, next_change: null, recheck: false })
      .where("id", "in", cases)
      .execute();
    await change
      .updateTable("case_partner")
      .set({ ...erased, is_live: false })
      .where("case_id", "in", cases)
      .execute();
    await change.updateTable("case_party").set(erased).where("case_id", "in", cases).execute();
    await change.deleteFrom("case_clearance").where("case_id", "in", cases).execute();
  }
  const subjects = [...items, ...cases].map((subject) => ({ order_id: id, subject, done: false }));
  await change.insertInto("order_erasure").values(subjects).execute();
}

export interface ErasureToDo {
  readonly order: string;
  readonly subject: string;
  readonly basis: string;
  readonly by: string;
}

/** What orders of deletion have still to erase. */
export async function erasuresToDo({ select }: Reader): Promise<ErasureToDo[]> {
  return await select
    .selectFrom("order_erasure")
    .innerJoin("person_order", "person_order.id", "order_erasure.order_id")
    .select(["order_id as order", "subject", "basis", "by_person as by"])
    .where("done", "=", false)
    .orderBy("order_id")
    .orderBy("subject")
    .execute();
}

export async function markErased(
  { change }: Transactor,
  { order, subject }: Pick<ErasureToDo, "order" | "subject">,
): Promise<void> {
  await change
    .updateTable("order_erasure")
    .set({ done: true })
    .where("order_id", "=", order)
    .where("subject", "=", subject)
    .execute();
}
