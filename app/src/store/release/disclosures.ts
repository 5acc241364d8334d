import { sql, type RawBuilder } from "kysely";
import type { Day } from "../../core/day.ts";
import type { Moment } from "../column.ts";
import type { Reader, Transactor } from "../transaction/transaction.ts";

/** A release or a recall that waits to be shown at a place, with its entry's own place in the log. */
export interface Waiting {
  readonly what: string;
  readonly collection: string;
  readonly partner: string;
  readonly medium: string;
  readonly log: string;
  readonly index: number;
  /** The release itself, or the one that is recalled. */
  readonly release: string;
  readonly isRecall: boolean;
  /** Of a correction: the release that takes its place. */
  readonly replacement: string | null;
  /** The act that prepared the copy; null for a recall. */
  readonly copy: string | null;
  /** What is to be shown: absent for a recall that serves nothing instead. */
  readonly sha256: Uint8Array | null;
  readonly content: Uint8Array | null;
  /** The item under whose key that is encrypted. */
  readonly item: string;
  /** Until when what a recall serves instead stays. */
  readonly until: Day | null;
}

/** Where a page of those that wait ended. */
export type WaitingAfter = Pick<Waiting, "index" | "collection">;

/** What waits and has its place before `size` in the log, in the order of the log; a page of it. */
export async function waitingBefore(
  { select }: Reader,
  origin: string,
  size: number,
  after: WaitingAfter | undefined,
  most: number,
): Promise<Waiting[]> {
  const isAfter =
    after === undefined
      ? sql``
      : sql`and (e.idx, p.collection) > (${after.index}::bigint, ${after.collection}::uuid)`;
  const found = sql<Waiting>`(
    ${waitingIn(origin)}
    where e.idx < ${size}::bigint ${isAfter}
    order by e.idx, p.collection limit ${most}::int
  )`;
  return await select
    .selectFrom(found.as("found"))
    .selectAll()
    .orderBy("index")
    .orderBy("collection")
    .execute();
}

/** All that waits, of entries that have a place in the log. */
function waitingIn(origin: string): RawBuilder<unknown> {
  return sql`
    select p.what, p.collection, c.partner, c.medium, e.log_id as log, e.idx as index,
      coalesce(b.release, p.what) as release, b.recall is not null as "isRecall",
      x.replacement, r.copy, coalesce(b.sha256, r.sha256) as sha256, coalesce(b.content, k.content) as content,
      f.item, b.until_day as until
    from disclosure_pending as p
      join log as l on l.origin = ${origin}
      join entry as e on e.log_id = l.id and e.id = p.what
      join collection as c on c.id = p.collection
      left join recall_copy as b on b.recall = p.what and b.collection = p.collection
      left join recall as x on x.id = p.what
      left join release_copy as r on r.release = p.what and r.collection = p.collection
      left join copy as k on k.act = r.copy
      join release as g on g.id = coalesce(b.release, p.what)
      join case_file as f on f.id = g.case_id`;
}

/** Takes one off those that wait; false where somebody else has shown it. */
export async function takeWaiting(
  { change }: Transactor,
  { what, collection }: Pick<Waiting, "what" | "collection">,
): Promise<boolean> {
  const { numDeletedRows } = await change
    .deleteFrom("disclosure_pending")
    .where("collection", "=", collection)
    .where("what", "=", what)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

/** Whether a release is called back from a place, disclosed or not. */
export async function isCalledBack(
  { select }: Reader,
  { release, collection }: Pick<Waiting, "release" | "collection">,
): Promise<boolean> {
  const found = await select
    .selectFrom("recall_copy")
    .select("recall")
    .where("release", "=", release)
    .where("collection", "=", collection)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** Which rows of the outbox a disclosure came to. */
export interface Shown {
  readonly count: number;
  /** The position of the first of them, where there are any. */
  readonly first: number;
}

/** Says that something was shown, or taken away, under a checkpoint of `size` entries. */
export async function addDisclosure(
  { change }: Transactor,
  { what, collection, partner, release, isRecall, log, index }: Waiting,
  { count, first }: Shown,
  {
    size,
    at,
    receipt,
  }: { readonly size: number; readonly at: Moment; readonly receipt: string | null },
): Promise<void> {
  const isShown = count > 0;
  await change
    .insertInto("disclosure")
    .values({
      what,
      collection,
      partner,
      release: isRecall ? null : release,
      recall: isRecall ? what : null,
      log_id: log,
      idx: index,
      size,
      shown: count,
      first_position: isShown ? first : null,
      last_position: isShown ? first + count - 1 : null,
      receipt,
      at,
    })
    .execute();
}

/** What a recall serves instead, and the day after which it goes. */
export interface Until {
  readonly recall: string;
  readonly collection: string;
  readonly partner: string;
}

export async function addUntil(
  { change }: Transactor,
  { what, collection, partner }: Waiting,
  until: Day,
): Promise<void> {
  await change
    .insertInto("outbox_until")
    .values({ recall: what, collection, partner, until_day: until })
    .execute();
}

/** Those whose last day is before this one, at most so many. */
export async function pastUntil({ select }: Reader, day: Day, most: number): Promise<Until[]> {
  return await select
    .selectFrom("outbox_until")
    .select(["recall", "collection", "partner"])
    .where("until_day", "<", day)
    .orderBy("until_day")
    .orderBy("collection")
    .limit(most)
    .execute();
}

export async function dropUntil(
  { change }: Transactor,
  { recall, collection }: Until,
): Promise<void> {
  await change
    .deleteFrom("outbox_until")
    .where("collection", "=", collection)
    .where("recall", "=", recall)
    .execute();
}
