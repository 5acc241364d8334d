import type { Day } from "../../core/day.ts";
import type { Moment } from "../column.ts";
import type { Reader, Transactor } from "../transaction/transaction.ts";

export interface RecallRow {
  readonly id: string;
  readonly release: string;
  readonly kind: string;
  readonly replacement: string | null;
  readonly due: Day;
  readonly at: Moment;
}

/** What is served in a collection in place of what was recalled; `content`: hash of the encrypted bytes. */
export interface InsteadRow {
  readonly collection: string;
  readonly sha256: Uint8Array;
  readonly content: Uint8Array;
}

/**
 * Adds a recall, from every collection to which the release went; each waits until a checkpoint covers
 * the entry. `until` is the day until which what is served instead stays.
 */
export async function addRecall(
  { change }: Transactor,
  recall: RecallRow,
  instead: readonly InsteadRow[],
  until: Day,
): Promise<void> {
  await change.insertInto("recall").values(recall).execute();
  const copies = await change
    .selectFrom("release_copy")
    .select(["collection", "partner"])
    .where("release", "=", recall.release)
    .execute();
  if (copies.length === 0) return;
  const rows = copies.map(({ collection, partner }) => {
    const served = instead.find((one) => one.collection === collection);
    const { sha256, content } = served ?? { sha256: null, content: null };
    const about = { recall: recall.id, release: recall.release, collection, partner };
    return { ...about, sha256, content, until_day: until };
  });
  await change.insertInto("recall_copy").values(rows).execute();
  await change
    .insertInto("disclosure_pending")
    .values(copies.map(({ collection }) => ({ what: recall.id, collection })))
    .execute();
}

export interface NoticeRow {
  readonly id: string;
  readonly recall: string;
  readonly partner: string;
  readonly onward: string | null;
  readonly due: Day;
}

export async function addNotices(
  { change }: Transactor,
  notices: readonly NoticeRow[],
  at: Moment,
): Promise<void> {
  if (notices.length === 0) return;
  await change
    .insertInto("notice")
    .values(notices.map((one) => ({ ...one, state: "open", at })))
    .execute();
}

export interface FoundNotice extends NoticeRow {
  readonly state: string;
  readonly release: string;
  readonly case: string;
  readonly kind: string;
  readonly by: string;
}

export async function findNotice(reader: Reader, id: string): Promise<FoundNotice | undefined> {
  return await selectNotices(reader).where("n.id", "=", id).executeTakeFirst();
}

/** Those of a recall, by partner; the partner's own before those further down. */
export async function noticesOf(reader: Reader, recall: string): Promise<FoundNotice[]> {
  const found = selectNotices(reader).where("n.recall", "=", recall).orderBy("n.partner");
  return await found.orderBy("n.onward", (order) => order.asc().nullsFirst()).execute();
}

/** Open ones whose last day is before this one, the earliest first. */
export async function unansweredNotices(
  reader: Reader,
  day: Day,
  most: number,
): Promise<FoundNotice[]> {
  return await selectNotices(reader)
    .where("n.state", "=", "open")
    .where("n.due", "<", day)
    .orderBy("n.due")
    .orderBy("n.id")
    .limit(most)
    .execute();
}

/** Changes the state of a notice where it is one of `from`; false where it is not. */
export async function moveNotice(
  { change }: Transactor,
  id: string,
  from: readonly string[],
  to: string,
): Promise<boolean> {
  const { numUpdatedRows } = await change
    .updateTable("notice")
    .set({ state: to })
    .where("id", "=", id)
    .where("state", "in", from)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

function selectNotices({ select }: Reader) {
  return select
    .selectFrom("notice as n")
    .innerJoin("recall as b", "b.id", "n.recall")
    .innerJoin("act as a", "a.id", "b.id")
    .select(["n.id", "n.recall", "n.partner", "n.onward", "n.due", "n.state"])
    .select(["b.release", "b.kind", "a.case_id as case", "a.person as by"]);
}
